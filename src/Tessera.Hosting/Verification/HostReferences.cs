using System.Reflection.Metadata;
using Tessera.Metadata;

namespace Tessera.Hosting.Verification;

/// <summary>Which references of a plugin lead into an assembly that the host owns.</summary>
internal static class HostReferences
{
    /// <summary>The contract that a type reference leads into; null when it leads elsewhere.</summary>
    public static HostContract? ContractOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        for (var depth = 0; depth < 16; depth++)
        {
            var scope = reader.GetTypeReference(handle).ResolutionScope;
            if (scope.Kind == HandleKind.AssemblyReference)
                return HostContract.Of(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name));
            if (scope.Kind != HandleKind.TypeReference) return null;
            handle = (TypeReferenceHandle)scope;
        }

        return null;
    }

    /// <summary>The host's type behind a reference or an instance of a generic type; null when it is not the host's.</summary>
    public static (HostContract Contract, string Type)? TypeOf(MetadataReader reader, EntityHandle handle)
    {
        if (MetadataNames.TypeOf(reader, handle) is not { Kind: HandleKind.TypeReference } type) return null;
        var reference = (TypeReferenceHandle)type;
        return ContractOf(reader, reference) is { } contract ? (contract, MetadataNames.Of(reader, reference)) : null;
    }
}
