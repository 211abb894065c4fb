import Mustache

/// The templates, inside the program: a report needs no file but itself.
enum ReportTemplates {
    /// Parsed when the first report is made. Nil would be a mistake in a template, which a test excludes.
    static let library: MustacheLibrary? = {
        var library = MustacheLibrary()
        let named = ["page": page, "table": table, "figure": figure, "story": story]
        for (name, text) in named {
            do { try library.register(text, named: name) } catch { return nil }
        }
        return library
    }()

    /// The finished file; nil when a template is wrong.
    static func render(_ page: ReportPage) -> String? {
        library?.render(page, withTemplate: "page")
    }

    static let table = """
        <div class="scroll" role="region" aria-labelledby="{{tableID}}-caption" tabindex="0">
        <table id="{{tableID}}">
        <caption id="{{tableID}}-caption">{{caption}}</caption>
        <thead><tr>{{{head}}}</tr></thead>
        <tbody>
        {{{body}}}</tbody>
        </table>
        </div>

        """

    static let figure = """
        <figure id="{{figureID}}">
        {{{figureMarkup}}}
        <figcaption>{{figureCaption}}</figcaption>
        {{#figureTables}}
        <details>
        <summary>{{caption}}</summary>
        {{>table}}
        </details>
        {{/figureTables}}
        </figure>

        """

    static let story = """
        <article class="story {{storyTone}}" aria-labelledby="{{storyID}}-title">
        <h3 id="{{storyID}}-title">{{storyTitle}}</h3>
        <dl class="facts">
        {{#storyFacts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
        {{/storyFacts}}
        </dl>
        {{#storyFigures}}
        {{>figure}}
        <details>
        <summary>The same, step by step</summary>
        <ol class="steps">
        {{#storySteps}}<li class="{{stepTone}}"><time>{{stepTime}}</time> {{stepText}}</li>
        {{/storySteps}}
        </ol>
        </details>
        {{/storyFigures}}
        <details>
        <summary>Examples</summary>
        <ul>
        {{#storyExamples}}<li>{{.}}</li>
        {{/storyExamples}}
        </ul>
        </details>
        </article>

        """
}
