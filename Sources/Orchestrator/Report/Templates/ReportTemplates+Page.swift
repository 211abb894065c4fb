extension ReportTemplates {
    static let page = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <title>{{title}}: {{word}} \u{2013} Rollcall</title>
        <link rel="icon" href="data:,">
        <style>{{{style}}}</style>
        </head>
        <body class="{{tone}}">
        <a class="skip" href="#main">Skip to the verdict</a>
        <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
        <marker id="head" class="head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>
        <marker id="head-focus" class="head-focus" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>
        <marker id="head-bad" class="head-bad" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>
        </defs></svg>
        <header>
        <p class="brand">Rollcall report</p>
        <h1>{{title}}</h1>
        <p class="about">{{about}}</p>
        <nav aria-label="Sections"><ul>
        {{#links}}<li><a href="#{{anchor}}">{{label}}</a></li>
        {{/links}}
        </ul></nav>
        </header>
        <main id="main" tabindex="-1">
        <section id="verdict" aria-labelledby="verdict-title">
        <h2 id="verdict-title" class="verdict"><span class="symbol" aria-hidden="true">{{symbol}}</span> <span class="word">{{word}}</span></h2>
        <p class="headline">{{headline}}</p>
        {{#reasons}}<p class="reason">{{.}}</p>
        {{/reasons}}
        <dl class="figures">
        {{#keyFigures}}<div><dt>{{name}}</dt><dd class="{{tone}}">{{value}}</dd></div>
        {{/keyFigures}}
        </dl>
        {{#expectations}}
        {{>table}}
        {{/expectations}}
        </section>
        <section id="causes" aria-labelledby="causes-title">
        <h2 id="causes-title">Causes</h2>
        {{#noStories}}<p>{{.}}</p>
        {{/noStories}}
        {{#stories}}
        {{>story}}
        {{/stories}}
        {{#moreStories}}<p>{{.}}</p>
        {{/moreStories}}
        </section>
        {{#timeline}}
        <section id="timeline" aria-labelledby="timeline-title">
        <h2 id="timeline-title">Timeline</h2>
        {{>figure}}
        </section>
        {{/timeline}}
        <div id="clients-by-time">
        {{#heatMaps}}
        <section aria-labelledby="{{figureID}}-title">
        <h2 id="{{figureID}}-title">Clients by time: {{figureTitle}}</h2>
        {{>figure}}
        </section>
        {{/heatMaps}}
        </div>
        <section id="tables" aria-labelledby="tables-title">
        <h2 id="tables-title">Tables</h2>
        {{#tables}}
        {{>table}}
        {{/tables}}
        {{#clientTables}}
        <details class="many">
        <summary>{{clientSummary}}</summary>
        {{#clientNote}}<p>{{.}}</p>{{/clientNote}}
        {{>table}}
        </details>
        {{/clientTables}}
        </section>
        <section id="repeat" aria-labelledby="repeat-title">
        <h2 id="repeat-title">Repeat this run</h2>
        <p>This command makes the same choices again:</p>
        <pre tabindex="0" aria-label="Command"><code id="command">{{command}}</code></pre>
        <dl class="facts">
        {{#repeatFacts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/repeatFacts}}
        </dl>
        </section>
        </main>
        <footer><p>What every word means is defined in docs/checker.md of Rollcall; how to read this page, in docs/report.md.</p></footer>
        <script>{{{script}}}</script>
        </body>
        </html>

        """

    /// Convenience only: everything can be read without it.
    static let script = """
        (function () {
          var command = document.getElementById('command');
          if (navigator.clipboard && command) {
            var button = document.createElement('button');
            button.type = 'button';
            button.textContent = 'Copy';
            button.onclick = function () {
              navigator.clipboard.writeText(command.textContent).then(function () { button.textContent = 'Copied'; }, function () {});
            };
            command.parentNode.parentNode.insertBefore(button, command.parentNode.nextSibling);
          }
          var opened = [];
          addEventListener('beforeprint', function () {
            opened = [].filter.call(document.querySelectorAll('details:not(.many)'), function (d) { return !d.open; });
            opened.forEach(function (d) { d.open = true; });
          });
          addEventListener('afterprint', function () { opened.forEach(function (d) { d.open = false; }); });
        })();
        """
}
