using System.Runtime.Loader;
using System.Text;
using CsCheck;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Tools;

namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>Whatever stands in a plugin's .deps.json, the runtime's own reader is given only what it survives.</summary>
public sealed class DependencyFileFuzzSpecs : IDisposable
{
    private const string Sound = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "compilationOptions": {},
          "targets": {
            ".NETCoreApp,Version=v10.0": {
              "Samples.CountTool/0.1.0": { "dependencies": { "Acme.Text": "2.1.0" }, "runtime": { "Samples.CountTool.dll": {} } },
              "Acme.Text/2.1.0": {
                "runtime": { "lib/net8.0/Acme.Text.dll": { "assemblyVersion": "2.1.0.0", "fileVersion": "2.1.7.0" } },
                "native": { "runtimes/linux-x64/native/libtext.so": { "fileVersion": "0.0.0.0" } },
                "resources": { "lib/net8.0/de/Acme.Text.resources.dll": { "locale": "de" } },
                "runtimeTargets": { "runtimes/win-x64/native/text.dll": { "rid": "win-x64", "assetType": "native", "fileVersion": "1.0.0.0" } }
              }
            }
          },
          "libraries": {
            "Samples.CountTool/0.1.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Acme.Text/2.1.0": { "type": "package", "serviceable": true, "sha512": "sha512-AAAA", "path": "acme.text/2.1.0", "hashPath": "acme.text.2.1.0.nupkg.sha512" }
          }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly InstalledPlugin _plugin;
    private readonly string _file;

    public DependencyFileFuzzSpecs()
    {
        var plugin = _folder.CopyOf(BuiltPlugins.CountTool, "plugin");
        _file = Path.Combine(plugin, "Samples.CountTool.deps.json");
        _plugin = PluginCatalog.Discover([plugin]).Plugins.Single();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_one_is_taken()
    {
        File.WriteAllText(_file, Sound);

        PluginVerifier.Verify(_plugin).Should().BeEmpty();
    }

    [Fact]
    public void A_damaged_one_is_refused_before_the_runtime_reads_it()
    {
        var outcomes = new Outcomes("damaged lists of dependencies");
        for (var seed = 0; seed < FuzzBudget.Share(0.05); seed++)
        {
            File.WriteAllBytes(_file, ByteMutation.Damage(Encoding.UTF8.GetBytes(Sound), seed, ..));
            outcomes.Add($"seed {seed}", ReadAsTheRuntimeDoes);
        }

        JsonChanges.Of(Sound).Sample(
            json =>
            {
                File.WriteAllText(_file, json);
                outcomes.Add(json, ReadAsTheRuntimeDoes);
            },
            iter: FuzzBudget.Share(0.05), threads: 1);

        outcomes.Print();
        outcomes.Count.Should().BeGreaterThanOrEqualTo(2 * FuzzBudget.Share(0.05));
        outcomes.Of("TESS2045").Should().BePositive();
    }

    [Fact]
    public async Task A_plugin_with_a_changed_one_works_or_says_why_not()
    {
        var outcomes = new Outcomes("activations with changed lists of dependencies");
        foreach (var (from, to) in new[] { ("Acme.Text", "acme"), ("linux-x64", "mars-x64"), ("2.1.0.0", "two"), ("Samples.CountTool.dll", "../gone.dll"), ("win-x64", ""), ("Samples.CountTool/0.1.0", "Samples.CountTool"), ("\"runtimeTarget\"", "\"target\"") })
        {
            File.WriteAllText(_file, Sound.Replace(from, to, StringComparison.Ordinal));
            await using var host = new PluginHost(PluginCatalog.Discover([_folder.Path]));
            outcomes.Add($"{from} -> {to}", () => ProblemsOfUse(host));
        }

        outcomes.Print();
        outcomes.Of("fits").Should().BePositive();
    }

    private static IReadOnlyList<Diagnostic> ProblemsOfUse(PluginHost host)
    {
        try
        {
            host.Create<ITool>(host.Catalog.Find("tool/count").Part!).Value.Definition.Name.Should().Be("count");
            return [];
        }
        catch (TesseraException refused)
        {
            return refused.Diagnostics;
        }
    }

    private IReadOnlyList<Diagnostic> ReadAsTheRuntimeDoes()
    {
        var problems = PluginVerifier.Verify(_plugin);
        if (problems.Count > 0) return problems;
        try
        {
            var resolver = new AssemblyDependencyResolver(Path.ChangeExtension(_file, null)[..^".deps".Length] + ".dll");
            resolver.ResolveAssemblyToPath(new("Acme.Text"));
            resolver.ResolveUnmanagedDllToPath("text");
            return [];
        }
        catch (InvalidOperationException refused)
        {
            // The host reports it in the same way when it loads the plugin.
            return [Diagnostic.Error("TESS2030", refused.Message, new SourceLocation(_file), "Install the plugin again.")];
        }
    }
}
