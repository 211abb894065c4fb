extension ReportTemplates {
    /// Colours keep 4.5:1 against their ground where they are text, and 3:1 where they are shapes, in light and in dark.
    static let style = """

        :root{--ground:#fff;--panel:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--line:#d5dae1;--grid:#e6e9ee;--link:#0a58b8;\
        --good:#1a7237;--bad:#c01c28;--warn:#855a00;--band:#f3b23a;--edge:#a87000;\
        --a:#3d6fb6;--b:#2f7f78;--c:#6b5aa8;--high:#a4661a;--heat0:#f2a7a3;--heat1:#e0655f;--heat2:#c01c28;--heat3:#7d0f18;\
        --rep0:#b9b0e0;--rep1:#8f80cc;--rep2:#6450ad;--rep3:#3d2c7d}
        @media(prefers-color-scheme:dark){:root{--ground:#14171c;--panel:#1d2128;--ink:#e7eaee;--soft:#a3acb8;--line:#363d48;\
        --grid:#282e37;--link:#7db4ff;--good:#62c882;--bad:#ff8078;--warn:#e2b04a;--band:#8a6414;--edge:#c8963a;\
        --a:#7fa9e6;--b:#63bdb3;--c:#ab9ce6;--high:#e0a458;--heat0:#6d2a2b;--heat1:#a83b3b;--heat2:#e5605a;--heat3:#ffb3ad;\
        --rep0:#3f3766;--rep1:#6153a0;--rep2:#8f80cc;--rep3:#cfc7f5}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
        @media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0 auto;max-width:62rem;padding:0 1.25rem 3rem;background:var(--ground);color:var(--ink);\
        font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
        a{color:var(--link)}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px}
        main:focus{outline:none}
        .skip{position:absolute;left:-99rem}
        .skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.4rem .8rem;z-index:1}
        .defs{position:absolute}
        header{padding-top:1.5rem}
        .brand{margin:0;color:var(--soft);font-size:.8125rem;letter-spacing:.06em;text-transform:uppercase}
        h1{margin:.1rem 0 0;font-size:1.75rem;line-height:1.2;font-weight:650}
        .about{margin:.25rem 0 0;color:var(--soft)}
        nav ul{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;list-style:none;margin:.75rem 0 0;padding:0;font-size:.9375rem}
        h2{margin:2.75rem 0 .75rem;font-size:1.25rem;line-height:1.3;font-weight:650}
        h3{margin:0 0 .6rem;font-size:1.0625rem;line-height:1.4;font-weight:600}
        section#verdict{margin-top:1.25rem;padding:1.1rem 1.25rem 1.25rem;border:1px solid var(--line);\
        border-left:6px solid var(--warn);border-radius:6px;background:var(--panel)}
        .good section#verdict{border-left-color:var(--good)}
        .bad section#verdict{border-left-color:var(--bad)}
        h2.verdict{margin:0;font-size:1.5rem;color:var(--warn)}
        .good h2.verdict{color:var(--good)}
        .bad h2.verdict{color:var(--bad)}
        .verdict .word{text-transform:uppercase;letter-spacing:.03em}
        .headline{margin:.1rem 0 .4rem;font-size:1.0625rem}
        .reason{margin:.15rem 0;color:var(--soft)}
        dl{margin:0}
        dl div{min-width:0}
        dt{color:var(--soft);font-size:.8125rem}
        dd{margin:0}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem 1.25rem;margin:1rem 0 .25rem}
        .figures dd{font-size:1.1875rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
        dd.bad,td.bad,li.bad{color:var(--bad);font-weight:600}
        td.good{color:var(--good);font-weight:600}
        td.warn,th.warn{color:var(--warn);font-weight:600}
        td.muted,.num.muted{color:var(--soft)}
        .facts{display:flex;flex-wrap:wrap;gap:.4rem 1.75rem;margin:0 0 1rem}
        .story{margin:0 0 1.5rem;padding:1rem 1.25rem;border:1px solid var(--line);border-left:4px solid var(--warn);border-radius:6px}
        .story.bad{border-left-color:var(--bad)}
        figure{margin:0 0 1rem}
        figure>svg{display:block;overflow:visible;max-width:100%}
        figcaption{margin-top:.5rem;color:var(--soft);font-size:.875rem}
        details{margin:.6rem 0}
        summary{cursor:pointer;color:var(--link);padding:.15rem 0;width:fit-content}
        .steps,details ul{margin:.4rem 0;padding-left:1.4rem;font-size:.9375rem}
        .steps time{font-variant-numeric:tabular-nums;color:var(--soft);margin-right:.35rem}
        .scroll{overflow-x:auto;margin:1rem 0 1.5rem}
        table{border-collapse:collapse;font-size:.875rem;min-width:min(100%,34rem);font-variant-numeric:tabular-nums}
        section#verdict table{width:100%;min-width:0}section#verdict .scroll{margin-bottom:0}section#verdict tbody th{white-space:normal}section#verdict td:last-child{white-space:nowrap}section#verdict tr:last-child>*{border-bottom:0}
        caption{text-align:left;font-weight:600;font-size:1rem;padding-bottom:.35rem;position:sticky;left:0}
        th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top;\
        font-weight:400;overflow-wrap:normal}
        thead th{color:var(--soft);font-size:.8125rem;vertical-align:bottom}
        tbody th{white-space:nowrap}
        .num{text-align:right;white-space:nowrap}
        pre{overflow-x:auto;margin:.5rem 0;padding:.7rem .9rem;border:1px solid var(--line);border-radius:6px;background:var(--panel);white-space:pre-wrap}
        code,time,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
        button{font:inherit;font-size:.875rem;padding:.2rem .8rem;margin-bottom:1rem;border:1px solid var(--line);border-radius:6px;\
        background:var(--panel);color:var(--link);cursor:pointer}
        footer{margin-top:3rem;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem}
        svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--soft);font-variant-numeric:tabular-nums}
        svg text.panel,svg text.lane-head{fill:var(--ink);font-size:12px;font-weight:600}
        svg text.fault{fill:var(--ink)}
        svg text.lane-name{fill:var(--ink);paint-order:stroke;stroke:var(--panel);stroke-width:3px}
        svg text.tick{paint-order:stroke;stroke:var(--ground);stroke-width:3px}
        svg path,svg line{vector-effect:non-scaling-stroke}
        .grid{stroke:var(--grid)}
        .base{stroke:var(--line)}
        .phase{stroke:var(--soft);stroke-dasharray:3 3}
        .band{fill:var(--band);fill-opacity:.22}
        .fault-bar{fill:var(--edge)}
        .plot{fill:var(--panel)}
        .bar-a{fill:var(--a)}
        .bar-b{fill:var(--b)}
        .bar-bad{fill:var(--bad)}
        .line-median{fill:none;stroke:var(--high);stroke-width:2}
        .line-high{fill:none;stroke:var(--high);stroke-width:1}
        .line-c{fill:none;stroke:var(--c);stroke-width:2}
        .heat-missing.shade-0,.heat-other.shade-0{fill:var(--heat0)}.heat-missing.shade-1,.heat-other.shade-1{fill:var(--heat1)}
        .heat-missing.shade-2,.heat-other.shade-2{fill:var(--heat2)}.heat-missing.shade-3,.heat-other.shade-3{fill:var(--heat3)}
        .heat-repeated.shade-0{fill:var(--rep0)}.heat-repeated.shade-1{fill:var(--rep1)}
        .heat-repeated.shade-2{fill:var(--rep2)}.heat-repeated.shade-3{fill:var(--rep3)}
        .lane{stroke:var(--line);stroke-width:2}
        .outage{stroke:var(--bad);stroke-width:6;stroke-opacity:.4}
        .leg{stroke:var(--soft);stroke-width:1;fill:none;stroke-opacity:.75}
        .leg.focus{stroke:var(--ink);stroke-width:2;stroke-opacity:1}
        .leg.bad{stroke:var(--bad);stroke-width:2.5;stroke-opacity:1}
        .leg.guess,.leg.broken{stroke-dasharray:5 4}
        .head path{fill:var(--soft)}.head-focus path{fill:var(--ink)}.head-bad path{fill:var(--bad)}
        .pin{overflow:visible}
        .cross{fill:none;stroke:var(--bad);stroke-width:3}
        .cross.muted{stroke:var(--soft);stroke-width:2}
        svg text.broken-text{fill:var(--bad);font-weight:600;paint-order:stroke;stroke:var(--ground);stroke-width:3px}
        svg text.message{paint-order:stroke;stroke:var(--ground);stroke-width:3px}
        svg text.focus{fill:var(--ink);font-weight:700}
        @media(max-width:36rem){body{padding:0 .9rem 2rem}h1{font-size:1.4375rem}section#verdict,.story{padding-left:.9rem;padding-right:.9rem}\
        section#verdict td,section#verdict th{padding-right:.5rem}table{font-size:.8125rem}svg text{font-size:10px}svg text.panel,svg text.lane-head{font-size:11px}}
        @media print{:root{--ground:#fff;--panel:#fff;--ink:#000;--soft:#444;--line:#bbb;--grid:#e2e2e2;--link:#000;--good:#14602e;--bad:#b0121d;\
        --warn:#6f4b00;--band:#f3b23a;--edge:#a87000;--a:#3d6fb6;--b:#2f7f78;--c:#6b5aa8;--high:#a4661a}\
        body{max-width:none;padding:0;font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}nav,.skip,button{display:none}\
        .story{break-inside:auto}figure,tr,li,section#verdict{break-inside:avoid}h2,h3,caption{break-after:avoid}.scroll{overflow:visible}a{text-decoration:none}\
        details:not(.many)::details-content{content-visibility:visible;display:block}}
        """
}
