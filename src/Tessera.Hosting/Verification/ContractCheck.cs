using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Tessera.Hosting.Catalog;
using Tessera.Metadata;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Verification;

/// <summary>Compares what an assembly of a plugin uses of the host with what the host has, both directions, member by member.</summary>
internal sealed class ContractCheck(InstalledPlugin plugin, string assemblyPath)
{
    private readonly SortedSet<string> _newer = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _absent = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unimplemented = new(StringComparer.Ordinal);

    public IReadOnlyList<Diagnostic> Run()
    {
        var place = new SourceLocation(assemblyPath);
        try
        {
            using var file = new PEReader(RegularFile.OpenRead(assemblyPath), PEStreamOptions.PrefetchMetadata);
            if (file.HasMetadata) Check(file.GetMetadataReader());
            else if (assemblyPath == plugin.AssemblyPath) throw new BadImageFormatException("It has no metadata.");
        }
        catch (Exception unfit) when (IsDamage(unfit))
        {
            return [Diagnostic.Error("TESS2041", $"{Path.GetFileName(assemblyPath)} is not a .NET assembly, or is damaged: {unfit.Message}", place, "Install the plugin again.")];
        }

        var sdk = $"{plugin.Id} {plugin.Manifest!.Version} was built for Tessera.Sdk {plugin.Manifest.Sdk}; this host provides {HostVersion.Text}.";
        return
        [
            .. _newer.Select(newer => Diagnostic.Error("TESS2044", $"{plugin.Id} {plugin.Manifest.Version} was built for {newer}.", place, $"Update Tessera, or install a version of {plugin.Id} that was built for {HostVersion.Text}.")),
            .. _absent.Select(absent => Diagnostic.Error(
                "TESS2085", $"{plugin.Id} {plugin.Manifest.Version} needs the assembly {absent}, which neither lies beside it nor is one that the host has for plugins.", place,
                "Install the whole folder that the plugin's build left, or its package.")),
            .. _missing.Select(name => Diagnostic.Error("TESS2042", $"{name} does not exist in this host.", place, $"{sdk} Update Tessera, or build the plugin for {HostVersion.Text}.")),
            .. _unimplemented.Select(name => Diagnostic.Error("TESS2043", $"{name}.", place, $"{sdk} Update the plugin.")),
        ];
    }

    // Memory runs out where damaged metadata claims billions of parameters.
    private static bool IsDamage(Exception failure) => failure
        is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException or IOException
        or UnauthorizedAccessException or InvalidCastException or IndexOutOfRangeException or OutOfMemoryException;

    private void Check(MetadataReader reader)
    {
        // What libraries refer to may be for others of their users.
        if (assemblyPath == plugin.AssemblyPath) _absent.UnionWith(AssemblyReferenceCheck.Missing(reader, plugin));
        if (!CheckVersions(reader)) return;
        CheckReferences(reader);
        new ImplementationCheck(reader, _unimplemented).Run();
        AttributeCheck.Run(reader, _missing);
    }

    // The runtime would say only that a file cannot be found, or take a second copy of the SDK from beside the plugin.
    private bool CheckVersions(MetadataReader reader)
    {
        var refersToHost = false;
        foreach (var handle in reader.AssemblyReferences)
        {
            var reference = reader.GetAssemblyReference(handle);
            var name = reader.GetString(reference.Name);
            if (HostContract.Of(name) is not { } contract) continue;
            refersToHost = true;
            if (reference.Version > contract.Version) _newer.Add($"{name} {reference.Version.ToString(2)}; this host provides {contract.Version.ToString(2)}");
        }

        return refersToHost;
    }

    private void CheckReferences(MetadataReader reader)
    {
        foreach (var handle in reader.TypeReferences)
        {
            if (HostReferences.ContractOf(reader, handle) is not { } contract) continue;
            var name = MetadataNames.Of(reader, handle);
            if (!contract.Has(name)) _missing.Add($"The type {name}");
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (HostReferences.TypeOf(reader, member.Parent) is not var (contract, type) || !contract.Has(type)) continue;
            var name = reader.GetString(member.Name);
            MetadataNames.RequireBounded(reader, member.Signature);
            var signature = member.GetKind() == MemberReferenceKind.Field
                ? $" : {member.DecodeFieldSignature(SignatureNames.Open, null)}"
                : MetadataNames.Signature(member.DecodeMethodSignature(SignatureNames.Open, null));
            if (!contract.Has(type, name + signature)) _missing.Add($"The member {type}.{name}{signature}");
        }
    }
}
