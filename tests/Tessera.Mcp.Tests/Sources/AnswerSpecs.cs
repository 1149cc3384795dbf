using System.Globalization;
using System.Text.Json.Nodes;
using Tessera.Mcp.Tests.Serving;

namespace Tessera.Mcp.Tests.Sources;

public class AnswerSpecs
{
    [Fact]
    public async Task Arguments_and_data_pass_as_they_are()
    {
        await using var shop = await Shop.OpenAsync();
        var arguments = JsonNode.Parse("""{"lines":[{"item":"lamp","count":12345678901234567890}],"to":{"street":null},"é":1.50}""")!.AsObject();
        var answer = await shop.CallAsync("order", arguments);
        answer.Failed.Should().BeFalse();
        answer.Text.Should().Be("ordered");
        JsonNode.DeepEquals(answer.Data!["arguments"], JsonNode.Parse("""{"lines":[{"item":"lamp","count":12345678901234567890}],"to":{"street":null},"é":1.5}""")).Should().BeTrue(answer.Data.ToJsonString());
    }

    [Fact]
    public async Task What_is_no_text_is_described()
    {
        await using var shop = await Shop.OpenAsync();
        (await shop.CallAsync("look")).Text.Should().Be(
            "a lamp\n[an image of type image/png, 3 bytes, which cannot be shown here]\n[a resource at file:///lamp.txt: the lamp]\n[the resource file:///price.txt]\n12");
    }

    [Fact]
    public async Task A_call_that_fails_is_a_failed_observation()
    {
        await using var shop = await Shop.OpenAsync();
        var closed = await shop.CallAsync("fail");
        closed.Failed.Should().BeTrue();
        closed.Text.Should().Be("we are closed");
        (await shop.CallAsync("look")).Failed.Should().BeFalse();
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_ended()
    {
        await using var shop = await Shop.OpenAsync(options => options.TimeoutSeconds = 2);
        var late = await shop.CallAsync("wait");
        late.Failed.Should().BeTrue();
        late.Text.Should().Contain("TESS4616").And.Contain("within 2 seconds");
        (await StoppedAsync(shop)).Should().BeTrue("the server is told");
    }

    [Fact]
    public async Task I_can_cancel_a_call_and_the_server_is_told()
    {
        await using var shop = await Shop.OpenAsync();
        using var cancelling = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var call = () => shop.CallAsync("wait", cancellationToken: cancelling.Token);
        await call.Should().ThrowAsync<OperationCanceledException>();
        (await StoppedAsync(shop)).Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_dies_is_started_once_more()
    {
        await using var shop = await Shop.OpenAsync();
        var died = await shop.CallAsync("die");
        died.Failed.Should().BeTrue();
        died.Text.Should().Contain("TESS4615").And.Contain("the roof fell in").And.Contain("not known");
        (await shop.CallAsync("look")).Text.Should().StartWith("a lamp");
        (await shop.CallAsync("die")).Failed.Should().BeTrue();
        (await shop.CallAsync("look")).Text.Should().StartWith("a lamp", "it had answered in between");
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_again_is_given_up()
    {
        using var folder = new TemporaryFolder();
        await using var shop = await Shop.OpenAsync(options => options.Command = ["python3", Shop.Script, "--once", Path.Combine(folder.Path, "beginnings")]);
        await shop.CallAsync("die");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var gone = await shop.CallAsync("look");
            gone.Failed.Should().BeTrue();
            gone.Text.Should().Contain("TESS4617").And.Contain("the shop is bankrupt").And.Contain("cannot be used any more");
        }

        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "beginnings"))).Should().Be("xx", "it is tried once");
    }

    [Fact]
    public async Task What_a_server_started_ends_with_the_source()
    {
        int process;
        await using (var shop = await Shop.OpenAsync()) process = int.Parse((await shop.CallAsync("spawn")).Text, CultureInfo.InvariantCulture);
        await Results.HasEndedAsync(process);
    }

    private static async Task<bool> StoppedAsync(Shop shop)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            if (JsonNode.Parse((await shop.CallAsync("tell")).Text)!["stopped"]!.GetValue<bool>()) return true;
            await Task.Delay(50);
        }

        return false;
    }
}
