using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Mcp.Tests.Sources;

public sealed class SecretSpecs : IDisposable
{
    private const string Secret = "open-sesame-7";

    public SecretSpecs()
    {
        Environment.SetEnvironmentVariable("SHOP_KEY", Secret);
        Environment.SetEnvironmentVariable("SHOP_OTHER", "not for the shop");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("SHOP_KEY", null);
        Environment.SetEnvironmentVariable("SHOP_OTHER", null);
    }

    [Fact]
    public async Task A_server_sees_the_variables_that_I_name_and_no_others_of_mine()
    {
        using var folder = new TemporaryFolder();
        await using var shop = await Shop.OpenAsync(options => (options.Environment, options.WorkingFolder) = (["SHOP_KEY"], folder.Path));
        var told = JsonNode.Parse((await shop.CallAsync("tell")).Text)!;
        told["variables"]!.AsArray().Select(name => name!.ToString()).Should().Contain(["SHOP_KEY", "PATH"]).And.NotContain("SHOP_OTHER");
        told["folder"]!.ToString().Should().Be(folder.Path);
    }

    [Fact]
    public async Task A_secret_that_a_server_writes_is_not_shown()
    {
        await using var shop = await Shop.OpenAsync(options => options.Environment = ["SHOP_KEY"]);
        (await shop.CallAsync("die")).Text.Should().Contain("the key was [SHOP_KEY]").And.NotContain(Secret);
    }

    [Fact]
    public async Task A_secret_of_a_server_that_does_not_start_is_shown_nowhere()
    {
        var opening = () => Shop.OpenAsync(options => (options.Environment, options.Command) = (["SHOP_KEY"], ["sh", "-c", "printf '%0290d' 0 >&2; echo $SHOP_KEY >&2; exit 3"]));
        var failure = (await opening.Should().ThrowAsync<TesseraException>()).Which;
        failure.ToString().Should().Contain("0000").And.NotContain(Secret[..6], "neither whole, nor cut, nor in a cause");
    }

    [Fact]
    public async Task A_variable_that_is_not_set_is_named()
    {
        var opening = () => Shop.OpenAsync(options => options.Environment = ["SHOP_KEY", "SHOP_NOTHING"]);
        (await opening.Should().ThrowAsync<TesseraException>()).Which.Diagnostics.Should().ContainSingle()
            .Which.Message.Should().Contain("'SHOP_NOTHING'");
    }

    [Fact]
    public async Task I_can_reach_a_server_over_http_with_headers_from_variables()
    {
        InstalledPython.Require();
        using var server = Process.Start(new ProcessStartInfo("python3", [Shop.Script, "--http"]) { RedirectStandardOutput = true })!;
        try
        {
            var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            await using var shop = await Shop.OpenAsync(options =>
            {
                options.Command = null;
                options.Url = $"http://127.0.0.1:{port}/mcp";
                options.Headers = new Dictionary<string, string> { ["X-Shop-Key"] = "SHOP_KEY" };
            });
            shop.Tools.Should().HaveCount(8);
            JsonNode.Parse((await shop.CallAsync("tell")).Text)!["headers"]!["X-Shop-Key"]!.ToString().Should().Be(Secret);
            (await shop.CallAsync("fail")).Failed.Should().BeTrue();

            server.Kill();
            await server.WaitForExitAsync();
            var gone = await shop.CallAsync("look");
            gone.Failed.Should().BeTrue();
            gone.Text.Should().Contain("TESS46").And.NotContain(Secret);
        }
        finally
        {
            if (!server.HasExited) server.Kill();
        }
    }
}
