using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Tessera.Hosting.Catalog;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Hosting.Verification;

/// <summary>Compares what a plugin's assembly uses of the host with what the host has, both directions, member by member.</summary>
internal sealed class ContractCheck(InstalledPlugin plugin)
{
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unimplemented = new(StringComparer.Ordinal);

    public IReadOnlyList<Diagnostic> Run()
    {
        var place = new SourceLocation(plugin.AssemblyPath);
        try
        {
            using var file = new PEReader(File.OpenRead(plugin.AssemblyPath), PEStreamOptions.PrefetchMetadata);
            if (!file.HasMetadata) throw new BadImageFormatException("It has no metadata.");
            var reader = file.GetMetadataReader();
            CheckReferences(reader);
            new ImplementationCheck(reader, _unimplemented).Run();
            AttributeCheck.Run(reader, _missing);
        }
        catch (Exception unfit) when (unfit is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException or IOException or InvalidCastException or IndexOutOfRangeException)
        {
            return [Diagnostic.Error("TESS2041", $"{plugin.Manifest!.Entry} is not a .NET assembly, or is damaged: {unfit.Message}", place, "Install the plugin again.")];
        }

        var sdk = $"{plugin.Id} {plugin.Manifest!.Version} was built for Tessera.Sdk {plugin.Manifest.Sdk}; this host provides {HostVersion.Text}.";
        return
        [
            .. _missing.Select(name => Diagnostic.Error("TESS2042", $"{name} does not exist in this host.", place, $"{sdk} Update Tessera, or build the plugin for {HostVersion.Text}.")),
            .. _unimplemented.Select(name => Diagnostic.Error("TESS2043", $"{name}.", place, $"{sdk} Update the plugin.")),
        ];
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
            var signature = member.GetKind() == MemberReferenceKind.Field
                ? $" : {member.DecodeFieldSignature(SignatureNames.Open, null)}"
                : MetadataNames.Signature(member.DecodeMethodSignature(SignatureNames.Open, null));
            if (!contract.Has(type, name + signature)) _missing.Add($"The member {type}.{name}{signature}");
        }
    }
}
