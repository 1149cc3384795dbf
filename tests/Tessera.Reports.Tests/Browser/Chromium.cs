using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Reports.Tests.Browser;

/// <summary>A browser without a window, spoken to by its own protocol over the loopback. Where none is installed a test is skipped; where CI is set, it fails.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"];

    private readonly TemporaryFolder _folder = new();
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private int _calls;

    private Chromium(string program) => _process = Process.Start(new ProcessStartInfo(program,
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={_folder.Path}", "about:blank"])
    {
        RedirectStandardError = true, RedirectStandardOutput = true,
    })!;

    /// <summary>What the browser complained of since it opened.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Chromium> StartAsync()
    {
        var program = Names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null)
        {
            Environment.GetEnvironmentVariable("CI").Should().BeNullOrEmpty("a browser is installed");
            Assert.Skip("No Chromium is installed.");
        }

        var browser = new Chromium(program);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a page in a window of a size.</summary>
    public async Task OpenAsync(string file, int width, bool dark = false, bool print = false)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 });
        await CallAsync("Emulation.setEmulatedMedia", new() { ["media"] = print ? "print" : "screen", ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
        await CallAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri });
        for (var i = 0; i < 600 && await AskAsync("document.readyState === 'complete' && location.protocol") != "file:"; i++) await Task.Delay(50);
    }

    /// <summary>Asks the page that is open.</summary>
    public async Task<string> AskAsync(string expression) =>
        (await CallAsync("Runtime.evaluate", new() { ["expression"] = $"String({expression})", ["returnByValue"] = true }))["result"]!["value"]?.GetValue<string>() ?? "";

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task ConnectAsync()
    {
        var told = Path.Combine(_folder.Path, "DevToolsActivePort");
        for (var i = 0; i < 600 && !(File.Exists(told) && File.ReadAllText(told).Contains('\n', StringComparison.Ordinal)); i++) await Task.Delay(50);
        using var client = new HttpClient();
        var pages = JsonNode.Parse(await client.GetStringAsync($"http://127.0.0.1:{(await File.ReadAllLinesAsync(told))[0]}/json/list"))!.AsArray();
        await _socket.ConnectAsync(new Uri(pages.First(page => page!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>()), default);
        foreach (var domain in new[] { "Page", "Runtime", "Log" }) await CallAsync($"{domain}.enable", []);
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_calls;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString()), WebSocketMessageType.Text, true, default);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["id"]?.GetValue<int>() == id) return message["result"] ?? throw new InvalidOperationException(message.ToJsonString());
            if (message["method"]?.GetValue<string>() is "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled") Complaints.Add(message["params"]!.ToJsonString());
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var whole = new MemoryStream();
        var buffer = new byte[65_536];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, default);
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonNode.Parse(Encoding.UTF8.GetString(whole.ToArray()))!;
        }
    }
}
