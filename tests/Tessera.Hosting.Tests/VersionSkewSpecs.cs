using System.Runtime.Loader;
using Tessera.Hosting.Activation;
using Tessera.Hosting.Catalog;
using Tessera.Hosting.Tests.Forging;
using Tessera.Hosting.Verification;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Hosting.Tests;

/// <summary>Plugins that were built for another SDK than the host's are told so, by name, and before anything of them is loaded.</summary>
public class VersionSkewSpecs
{
    [Fact]
    public async Task A_plugin_with_its_own_newer_SDK_is_refused_instead_of_having_no_parts()
    {
        using var folder = new TemporaryFolder();
        var newer = ForgedSdk.Newer("9.0.0.0");
        var plugin = ForgedPlugin.Write(folder, "Acme.OwnSdk", ForgedSdk.ContractIn(newer.Load()), ["Evaluate"]);
        newer.Save(plugin);

        (await Refusal(folder, "Acme.OwnSdk")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2040" && problem.Message.StartsWith("acme.forged ships Tessera.Sdk, which the host owns") && problem.Remedy!.Contains("keeps these files out"));
    }

    [Fact]
    public async Task An_SDK_that_a_plugin_hides_below_its_folder_is_found_too()
    {
        using var folder = new TemporaryFolder();
        var newer = ForgedSdk.Newer("9.0.0.0");
        var plugin = ForgedPlugin.Write(folder, "Acme.HiddenSdk", ForgedSdk.ContractIn(newer.Load()), ["Evaluate"]);
        newer.Save(Directory.CreateDirectory(Path.Combine(plugin, "lib", "net10.0")).FullName);
        Directory.CreateSymbolicLink(Path.Combine(plugin, "lib", "round"), plugin);

        (await Refusal(folder, "Acme.HiddenSdk")).Should().ContainSingle().Which.Id.Should().Be("TESS2040");
    }

    [Fact]
    public void A_plugin_whose_manifest_names_a_newer_SDK_is_a_row_that_says_what_to_update()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.Write(folder, "Acme.Honest", ForgedSdk.ContractIn(ForgedSdk.Newer("9.0.0.0").Load()), ["Evaluate"], sdk: "9.0.0");

        var row = PluginCatalog.Discover([folder.Path]).Plugins.Single();

        row.Status.Should().Be(PluginStatus.Unsupported);
        var problem = row.Diagnostics.Should().ContainSingle().Subject;
        problem.Message.Should().Be("acme.forged 1.4.0 was built for Tessera.Sdk 9.0; this host provides 0.1.");
        problem.Remedy.Should().Be("Update Tessera, or install a version of acme.forged that was built for 0.1.");
    }

    [Fact]
    public async Task A_plugin_whose_assembly_needs_a_newer_SDK_than_its_manifest_says_gets_the_same_sentence()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.Write(folder, "Acme.Dishonest", ForgedSdk.ContractIn(ForgedSdk.Newer("9.0.0.0").Load()), ["Evaluate"]);

        (await Refusal(folder, "Acme.Dishonest")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2044" && problem.Message == "acme.forged 1.4.0 was built for Tessera.Sdk 9.0; this host provides 0.1.");
    }

    [Fact]
    public async Task A_class_that_the_host_lacks_is_named()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.Write(folder, "Acme.NewClass", typeof(ILoss), ["Evaluate"], ForgedSdk.FunctionIn(ForgedSdk.Newer(ForgedSdk.HostSdk).Load(), ForgedSdk.NewClass, "Ask"));

        (await Refusal(folder, "Acme.NewClass")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2042" && problem.Message == "The type Tessera.Sdk.Prompts.Oracle does not exist in this host.");
    }

    [Fact]
    public async Task A_member_that_the_host_lacks_is_named_with_its_signature()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.Write(folder, "Acme.NewMember", typeof(ILoss), ["Evaluate"], ForgedSdk.FunctionIn(ForgedSdk.Newer(ForgedSdk.HostSdk).Load(), ForgedSdk.KnownClass, "Weigh"));

        (await Refusal(folder, "Acme.NewMember")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2042" && problem.Message == "The member Tessera.Sdk.Prompts.Example.Weigh() : Double does not exist in this host.");
    }

    [Fact]
    public async Task A_member_of_the_contract_that_came_after_the_plugin_was_built_is_named()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.Write(folder, "Acme.OldContract", ForgedSdk.ContractIn(ForgedSdk.Older().Load()), []);

        (await Refusal(folder, "Acme.OldContract")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2043" && problem.Message == "Acme.ForgedLoss does not implement Tessera.Sdk.Prompts.ILoss.Evaluate(String, String) : Double.");
    }

    [Fact]
    public async Task What_an_assembly_beside_the_entry_lacks_is_named_too()
    {
        using var folder = new TemporaryFolder();
        var plugin = ForgedPlugin.Write(folder, "Acme.TwoFiles", typeof(ILoss), ["Evaluate"]);
        var beside = new ForgedAssembly("Acme.Core", "1.0.0.0");
        beside.AddPart("Acme.Core.Inner", ForgedSdk.ContractIn(ForgedSdk.Older().Load()), new(typeof(ObsoleteAttribute).GetConstructor([])!, []), []);
        beside.Save(plugin);

        (await Refusal(folder, "Acme.TwoFiles")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2043" && problem.Message.StartsWith("Acme.Core.Inner does not implement") && problem.Location!.File.EndsWith("Acme.Core.dll"));
    }

    [Fact]
    public async Task A_library_that_does_not_lie_beside_it_is_named_though_this_process_happens_to_have_it()
    {
        using var folder = new TemporaryFolder();
        var library = typeof(CliWrap.Cli).Assembly;
        var plugin = ForgedPlugin.Write(folder, "Acme.Lacking", typeof(ILoss), ["Evaluate"], typeof(CliWrap.Cli).GetMethod("Wrap", [typeof(string)]));

        (await Refusal(folder, "Acme.Lacking")).Should().ContainSingle().Which.Should().Match<Diagnostic>(problem =>
            problem.Id == "TESS2085" && problem.Message.Contains($"CliWrap {library.GetName().Version}") && problem.Location!.File.EndsWith("Acme.Lacking.dll"));

        Directory.CreateDirectory(Path.Combine(plugin, "below"));
        File.Copy(library.Location, Path.Combine(plugin, "below", "CliWrap.dll"));
        PluginVerifier.Verify(PluginCatalog.Discover([folder.Path]).Plugins.Single()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_forged_plugin_that_fits_works()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.Write(folder, "Acme.Fitting", typeof(ILoss), ["Evaluate"]);
        await using var host = new PluginHost(PluginCatalog.Discover([folder.Path]));

        await using var loss = host.Create<ILoss>(host.Catalog.Find("loss/forged").Part!);

        loss.Value.Evaluate("a", "b").Should().Be(0);
        Loaded("Acme.Fitting").Should().BeTrue("so the others would be seen, were they loaded");
    }

    [Fact]
    public async Task A_part_may_have_its_members_from_a_generic_class_of_its_own_plugin()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.WriteOfGeneric(folder, "Acme.Generic", typeof(string));
        await using var host = new PluginHost(PluginCatalog.Discover([folder.Path]));

        await using var loss = host.Create<ILoss>(host.Catalog.Find("loss/forged").Part!);

        loss.Value.Evaluate("a", "b").Should().Be(0);
    }

    [Fact]
    public async Task Such_a_class_of_other_types_does_not_fit()
    {
        using var folder = new TemporaryFolder();
        ForgedPlugin.WriteOfGeneric(folder, "Acme.OtherGeneric", typeof(object));

        (await Refusal(folder, "Acme.OtherGeneric")).Should().ContainSingle().Which.Id.Should().Be("TESS2043");
    }

    [Fact]
    public void Plugins_that_were_built_for_this_host_fit()
    {
        var plugins = PluginCatalog.Discover([BuiltPlugins.Steps, BuiltPlugins.Faulty, BuiltPlugins.CountTool, BuiltPlugins.ActivationRouter]).Plugins;

        plugins.Should().HaveCount(4);
        plugins.SelectMany(PluginVerifier.Verify).Should().BeEmpty();
    }

    private static async Task<IReadOnlyList<Diagnostic>> Refusal(TemporaryFolder folder, string assembly)
    {
        var catalog = PluginCatalog.Discover([folder.Path]);
        await using var host = new PluginHost(catalog);
        var create = () => host.Create<ILoss>(catalog.Find("loss/forged").Part!);

        var refusal = create.Should().Throw<TesseraException>().Which.Diagnostics;

        refusal.Should().BeEquivalentTo(PluginVerifier.Verify(catalog.Plugins.Single())).And.OnlyContain(problem => problem.Remedy!.Length > 0);
        Loaded(assembly).Should().BeFalse("nothing of a refused plugin is loaded");
        return refusal;
    }

    private static bool Loaded(string assembly) =>
        AssemblyLoadContext.All.SelectMany(context => context.Assemblies).Any(loaded => loaded.GetName().Name == assembly);
}
