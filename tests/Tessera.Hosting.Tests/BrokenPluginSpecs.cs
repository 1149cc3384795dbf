using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Tools;

namespace Tessera.Hosting.Tests;

/// <summary>A plugin that is broken says why and what to do, and takes nothing else down with it.</summary>
public class BrokenPluginSpecs
{
    public static TheoryData<string, string> Breaks => new()
    {
        { "a manifest that is cut off", "TESS2001" },
        { "a manifest that is no text", "TESS2001" },
        { "a manifest that is too large", "TESS2003" },
        { "a manifest with half a character", "TESS2001" },
        { "options of the wrong form", "TESS2003" },
        { "an entry that is missing", "TESS2004" },
        { "an entry that is text", "TESS2041" },
        { "an entry that is empty", "TESS2041" },
        { "an entry that is cut off", "TESS2041" },
        { "an entry that is another assembly", "TESS2031" },
        { "an assembly beside it that is cut off", "TESS2041" },
        { "a list of dependencies that is cut off", "TESS2045" },
        { "a list of dependencies of the wrong form", "TESS2045" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_broken_plugin_says_why_and_what_to_do_and_the_others_work(string what, string id)
    {
        using var folder = new TemporaryFolder();
        folder.CopyOf(BuiltPlugins.Steps, "steps");
        Break(what, folder.CopyOf(BuiltPlugins.CountTool, "broken"));
        var catalog = PluginCatalog.Discover([folder.Path]);
        await using var host = new PluginHost(catalog);

        var broken = catalog.Plugins.Single(plugin => plugin.Folder.EndsWith("broken", StringComparison.Ordinal));
        var problems = broken.Diagnostics.Concat(PluginVerifier.Verify(broken)).Concat(ProblemsOfUse(host, broken)).Distinct().ToList();

        problems.Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == id && problem.Message.Length > 20 && problem.Remedy!.Length > 10 && problem.Location!.File.StartsWith(broken.Folder));
        await using var loss = host.Create<ILoss>(catalog.Find("loss/length").Part!);
        loss.Value.Evaluate("abc", "").Should().Be(3);
    }

    [Fact]
    public async Task A_part_that_the_manifest_does_not_know_is_named()
    {
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.CopyOf(BuiltPlugins.Faulty, "drifted"), "plugin.json");
        var text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text.Remove(text.IndexOf("\"exports\"", StringComparison.Ordinal)) + """ "exports": [{ "kind": "loss", "name": "steady", "type": "Tessera.Fixtures.Faulty.SteadyLoss" }] }""");
        await using var host = new PluginHost(PluginCatalog.Discover([folder.Path]));

        var create = () => host.Create<ILoss>(host.Catalog.Find("loss/steady").Part!);

        var problem = create.Should().Throw<TesseraException>().Which.Diagnostics.Single();
        problem.Id.Should().Be("TESS2031");
        problem.Message.Should().Contain("loss/needy (Tessera.Fixtures.Faulty.NeedyLoss) is not in the manifest").And.Contain("loss/throwing");
    }

    private static IEnumerable<Diagnostic> ProblemsOfUse(PluginHost host, InstalledPlugin plugin)
    {
        if (plugin.Status != PluginStatus.Ready) return [];
        try
        {
            host.Create<ITool>(host.Catalog.Find("tool/count").Part!);
            return [];
        }
        catch (TesseraException refused)
        {
            return refused.Diagnostics;
        }
    }

    private static void Break(string what, string plugin)
    {
        var manifest = Path.Combine(plugin, "plugin.json");
        var entry = Path.Combine(plugin, "Samples.CountTool.dll");
        var dependencies = Path.Combine(plugin, "Samples.CountTool.deps.json");
        var text = File.ReadAllText(manifest);
        switch (what)
        {
            case "a manifest that is cut off": File.WriteAllText(manifest, text[..(text.Length / 2)]); break;
            case "a manifest that is no text": File.WriteAllText(manifest, text.Replace("Counts", "\u00e9", StringComparison.Ordinal), System.Text.Encoding.Latin1); break;
            case "a manifest that is too large": File.WriteAllText(manifest, text + new string(' ', 5 << 20)); break;
            case "a manifest with half a character": File.WriteAllText(manifest, text.Replace("Counts", "\\ud800", StringComparison.Ordinal)); break;
            case "options of the wrong form": File.WriteAllText(manifest, text.Replace("\"type\": \"boolean\"", "\"type\": 7", StringComparison.Ordinal)); break;
            case "an entry that is missing": File.Delete(entry); break;
            case "an entry that is text": File.WriteAllText(entry, "This is not an assembly."); break;
            case "an entry that is empty": File.WriteAllBytes(entry, []); break;
            case "an entry that is cut off": File.WriteAllBytes(entry, File.ReadAllBytes(entry)[..3000]); break;
            case "an entry that is another assembly":
                File.Copy(typeof(CsCheck.Check).Assembly.Location, Path.Combine(plugin, "CsCheck.dll"));
                File.WriteAllText(manifest, text.Replace("Samples.CountTool.dll", "CsCheck.dll", StringComparison.Ordinal));
                break;
            case "an assembly beside it that is cut off": File.WriteAllBytes(Path.Combine(plugin, "Acme.Core.dll"), File.ReadAllBytes(entry)[..3000]); break;
            case "a list of dependencies that is cut off": File.WriteAllText(dependencies, File.ReadAllText(dependencies)[..100]); break;
            case "a list of dependencies of the wrong form": File.WriteAllText(dependencies, File.ReadAllText(dependencies).Replace("\"serviceable\": false", "\"serviceable\": 7", StringComparison.Ordinal)); break;
            default: throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }
}
