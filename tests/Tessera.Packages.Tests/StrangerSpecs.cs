namespace Tessera.Packages.Tests;

/// <summary>Somebody who has the packages and the documents, and nothing else of this repository.</summary>
public class StrangerSpecs(Feed feed, ITestOutputHelper output)
{
    [Theory]
    [InlineData("run", "tool: ", "router: ")]
    [InlineData("templates", "clusterer: ", "optimizer: ", "step: ")]
    [InlineData("mistakes", "error TESS1001: The host provides ", "error TESS1002: The plugin has no parts.")]
    [InlineData("neighbours", "TESS2020: acme.future 0.1.0", "TESS2085: acme.lacking 0.1.0", "TESS2032: step/throwing", "TESS2034: Files of acme.changed", "json 12", "json 13", "│ past     │ step/past     │ succeeded")]
    [InlineData("package", "acme.withlibrary 0.1.0 is installed in ", "acme.withlibrary 0.1.0 is updated to 0.2.0 in ", "NEW since 0.1.0: process", "acme.alone 0.1.0 fits this host and is packed in ")]
    public async Task A_stranger_gets_along(string script, params string[] expected)
    {
        var played = await feed.PlayAsync(script);

        output.WriteLine(played.StandardOutput);
        played.ExitCode.Should().Be(0, "{0}{1}", played.StandardOutput, played.StandardError);
        foreach (var text in expected) played.StandardOutput.Should().Contain(text);
    }
}
