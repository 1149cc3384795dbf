using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tessera.Tests;

/// <summary>A real HTTP server on the loopback interface that gives the answers it was told to, one a request, the last one again and again.</summary>
internal sealed class MisbehavingServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<Func<HttpListenerContext, ReceivedRequest, CancellationToken, Task>> _behaviours = new();
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentBag<Task> _answering = [];
    private readonly Task _serving;
    private Func<HttpListenerContext, ReceivedRequest, CancellationToken, Task>? _last;
    private int _underWay;
    private int _mostUnderWay;

    public MisbehavingServer()
    {
        (_listener, Address) = Listen();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>How many requests were under way at once at most.</summary>
    public int MostUnderWay => _mostUnderWay;

    /// <summary>Answers with a body.</summary>
    public MisbehavingServer Answer(string body, int status = 200, string type = "application/json", params (string Name, string Value)[] headers) => Then((context, _, _) =>
    {
        foreach (var (name, value) in headers) context.Response.AddHeader(name, value);
        return WriteAsync(context, body, status, type);
    });

    /// <summary>Answers with what a request decides; where that fails, whoever asked is told so, and does not wait for ever.</summary>
    public MisbehavingServer AnswerTo(Func<ReceivedRequest, string> body, int status = 200) => Then((context, request, _) =>
    {
        try
        {
            return WriteAsync(context, body(request), status, "application/json");
        }
        catch (Exception broken)
        {
            return WriteAsync(context, broken.ToString(), 501, "text/plain");
        }
    });

    /// <summary>Answers with what lies under a path; where that is null, there is nothing there.</summary>
    public MisbehavingServer Serve(Func<string, byte[]?> files) => Then((context, request, _) => files(request.Path) is { } bytes
        ? WriteAsync(context, bytes, 200, "application/octet-stream")
        : WriteAsync(context, "", 404, "text/plain"));

    /// <summary>Answers after some time with a body.</summary>
    public MisbehavingServer AnswerSlowly(string body, TimeSpan after) => Then(async (context, _, token) =>
    {
        await Task.Delay(after, token);
        await WriteAsync(context, body, 200, "application/json");
    });

    /// <summary>Never answers.</summary>
    public MisbehavingServer Hang() => Then((_, _, token) => Task.Delay(Timeout.Infinite, token));

    /// <summary>Begins a body and closes the connection before its end.</summary>
    public MisbehavingServer BreakOff(string beginning) => Then(async (context, _, token) =>
    {
        var bytes = Encoding.UTF8.GetBytes(beginning);
        context.Response.ContentLength64 = bytes.Length + 100;
        await context.Response.OutputStream.WriteAsync(bytes, token);
        await context.Response.OutputStream.FlushAsync(token);
        context.Response.Abort();
    });

    /// <summary>Begins a body and sends nothing more, without closing.</summary>
    public MisbehavingServer Stall(string beginning) => Then(async (context, _, token) =>
    {
        var bytes = Encoding.UTF8.GetBytes(beginning);
        context.Response.ContentLength64 = bytes.Length + 100;
        await context.Response.OutputStream.WriteAsync(bytes, token);
        await context.Response.OutputStream.FlushAsync(token);
        await Task.Delay(Timeout.Infinite, token);
    });

    /// <summary>Begins a body that never ends.</summary>
    public MisbehavingServer Flood() => Then(async (context, _, token) =>
    {
        context.Response.SendChunked = true;
        for (var piece = Encoding.UTF8.GetBytes(new string(' ', 1 << 20)); ;) await context.Response.OutputStream.WriteAsync(piece, token);
    });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Close();
        await _serving;
        await Task.WhenAll(_answering);
        _ending.Dispose();
    }

    private MisbehavingServer Then(Func<HttpListenerContext, ReceivedRequest, CancellationToken, Task> behaviour)
    {
        _behaviours.Enqueue(behaviour);
        return this;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _answering.Add(Task.Run(() => RespondAsync(context)));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RespondAsync(HttpListenerContext context)
    {
        try
        {
            InterlockedMax(ref _mostUnderWay, Interlocked.Increment(ref _underWay));
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var headers = context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase);
            var request = new ReceivedRequest(context.Request.Url!.AbsolutePath, headers, await reader.ReadToEndAsync());
            _requests.Enqueue(request);
            await Next()(context, request, _ending.Token);
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever asked has gone, or the server ends.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    // Under one lock, so that of requests that come at once each has its own.
    private Func<HttpListenerContext, ReceivedRequest, CancellationToken, Task> Next()
    {
        lock (_behaviours)
        {
            if (_behaviours.TryDequeue(out var behaviour)) _last = behaviour;
            return _last ?? throw new InvalidOperationException("The server was told no answer.");
        }
    }

    private static Task WriteAsync(HttpListenerContext context, string body, int status, string type) => WriteAsync(context, Encoding.UTF8.GetBytes(body), status, type);

    private static async Task WriteAsync(HttpListenerContext context, byte[] bytes, int status, string type)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = place; seen < value; seen = place) Interlocked.CompareExchange(ref place, value, seen);
    }

    // The listener takes no port of the system's choice, so a free one is looked for; another program may be faster.
    private static (HttpListener Listener, string Address) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(address + "/");
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }
}
