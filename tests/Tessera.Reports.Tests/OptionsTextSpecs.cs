using System.Text.Json.Nodes;
using Tessera.Reports.Text;

namespace Tessera.Reports.Tests;

/// <summary>A step's options read as they are written in a pipeline.</summary>
public class OptionsTextSpecs
{
    [Fact]
    public void I_read_options_as_I_wrote_them()
    {
        var options = JsonNode.Parse("""
            { "library": "${experts}", "routers": [{ "uses": "router/uniform", "with": {} }, { "uses": "router/arrow", "with": { "topK": 4 } }],
              "evaluate": ["python3", "-m", "unittest"], "version": "1.0", "note": "a: b", "words": "two words", "none": null, "on": true, "empty": [] }
            """)!;

        OptionsText.Of(options).Should().Be("""
            library: ${experts}
            routers:
              - uses: router/uniform
                with: {}
              - uses: router/arrow
                with:
                  topK: 4
            evaluate: [python3, -m, unittest]
            version: "1.0"
            note: "a: b"
            words: two words
            none: null
            on: true
            empty: []
            """);
    }

    [Fact]
    public void Options_of_any_depth_have_an_end()
    {
        JsonNode options = "bottom";
        for (var i = 0; i < 900; i++) options = new JsonObject { ["in"] = options };

        OptionsText.Of(options).Should().Contain("bottom");
    }
}
