/// The chat of the tutorial as one page without outside files: two windows on two nodes hear each other.
///
/// It speaks SignalR 2.4 over WebSocket by itself: negotiate, connect, start; keep-alive watch; reconnect with cursor and
/// groups token every 2 s, given up after the disconnect timeout (reference signalr2, sections 2 and 6).
enum ChatPage {
    static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <link rel="icon" href="data:,">
        <title>Rollcall chat</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.4 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
        #state { opacity: .7; }
        #log { list-style: none; padding: 0; min-height: 12rem; overflow-wrap: anywhere; }
        #log b { margin-right: .5rem; }
        form { display: flex; gap: .5rem; position: sticky; top: 0; padding: .5rem 0; background: Canvas;
            border-bottom: 1px solid GrayText; }
        #text { flex: 1; min-width: 0; }
        </style>
        </head>
        <body>
        <h1>Rollcall chat</h1>
        <p id="state" role="status">connecting</p>
        <form id="form">
        <input id="name" aria-label="Your name" placeholder="Your name" size="10">
        <input id="text" aria-label="Message" placeholder="Message" autocomplete="off" autofocus>
        <button>Send</button>
        </form>
        <ul id="log" role="log"></ul>
        <script>
        'use strict';
        const linesKept = 1000;
        const data = JSON.stringify([{ name: 'chathub' }]);
        const byId = id => document.getElementById(id);
        byId('name').value = 'guest' + Math.floor(Math.random() * 900 + 100);
        let session, cursor, groups, socket, calls = 0, lastSeen = 0, lostAt = 0, started = false;
        const pending = new Map();

        function show(state) { byId('state').textContent = state + ' \\u00b7 ' + location.host; }
        function line(name, text) {
            const item = document.createElement('li'), who = document.createElement('b');
            who.textContent = name;
            item.append(who, text);
            const log = byId('log');
            log.append(item);
            if (log.children.length > linesKept) log.firstChild.remove();
            item.scrollIntoView({ block: 'nearest' });
        }
        function url(action) {
            const query = new URLSearchParams({ transport: 'webSockets', clientProtocol: '2.0',
                connectionToken: session.ConnectionToken, connectionData: data });
            if (cursor && action === 'reconnect') query.set('messageId', cursor);
            if (groups && action === 'reconnect') query.set('groupsToken', groups);
            return session.Url + '/' + action + '?' + query;
        }
        async function begin() {
            cursor = groups = undefined;
            started = false;
            show('connecting');
            try {
                const query = new URLSearchParams({ clientProtocol: '2.0', connectionData: data });
                const response = await fetch('/signalr/negotiate?' + query);
                if (!response.ok) throw new Error('negotiate: ' + response.status);
                session = await response.json();
                open('connect');
            } catch (error) {
                show('cannot connect: ' + error.message);
                setTimeout(begin, 2000);
            }
        }
        function open(action) {
            const own = new WebSocket(location.origin.replace(/^http/, 'ws') + url(action));
            socket = own;
            own.onopen = () => {
                lastSeen = Date.now();
                if (action === 'reconnect') { lostAt = 0; show('connected'); }
            };
            own.onmessage = event => { if (own === socket) receive(JSON.parse(event.data)); };
            own.onclose = () => { if (own === socket) lost(); };
        }
        async function receive(frame) {
            lastSeen = Date.now();
            if (frame.I !== undefined) {
                const call = pending.get(frame.I);
                pending.delete(frame.I);
                if (call && frame.E) call(frame.E);
                return;
            }
            if (frame.G) groups = frame.G;
            if (frame.C) cursor = frame.C;
            for (const message of frame.M || []) {
                if (message.M === 'broadcastMessage') line(message.A[0], message.A[1]);
            }
            if (frame.S && !started) {
                started = true;
                try {
                    const response = await fetch(url('start'));
                    show(response.ok ? 'connected' : 'start failed: ' + response.status);
                } catch (error) {
                    show('start failed: ' + error.message);
                }
            }
        }
        function lost() {
            for (const call of pending.values()) call('the connection was lost before the answer came');
            pending.clear();
            if (!lostAt) lostAt = Date.now();
            if (!started || Date.now() - lostAt > session.DisconnectTimeout * 1000) {
                lostAt = 0;
                setTimeout(begin, 2000);
                return;
            }
            show('reconnecting');
            setTimeout(() => open('reconnect'), 2000);
        }
        setInterval(() => {
            if (session && session.KeepAliveTimeout && socket && socket.readyState === WebSocket.OPEN
                && Date.now() - lastSeen > session.KeepAliveTimeout * 1000) {
                const silent = socket;
                socket = undefined;
                silent.close();
                lost();
            }
        }, 1000);
        byId('form').onsubmit = event => {
            event.preventDefault();
            const text = byId('text').value;
            if (!text) return;
            if (!socket || socket.readyState !== WebSocket.OPEN) { line('!', 'not connected'); return; }
            const id = String(calls++);
            pending.set(id, error => line('!', error));
            socket.send(JSON.stringify({ H: 'chathub', M: 'Send', A: [byId('name').value, text], I: id }));
            byId('text').value = '';
        };
        addEventListener('pagehide', () => {
            if (session && started) navigator.sendBeacon(url('abort'));
        });
        begin();
        </script>
        </body>
        </html>
        """
}
