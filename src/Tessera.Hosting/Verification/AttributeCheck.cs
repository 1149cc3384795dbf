using System.Reflection.Metadata;

namespace Tessera.Hosting.Verification;

/// <summary>Finds named arguments of the host's attributes that this host does not know.</summary>
internal static class AttributeCheck
{
    // Boxed arrays nest; what is longer than any description could be is not decoded.
    private const int MaxBlob = 8192;

    public static void Run(MetadataReader reader, SortedSet<string> missing)
    {
        foreach (var handle in reader.CustomAttributes)
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var constructor = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            if (HostReferences.TypeOf(reader, constructor.Parent) is not var (contract, type) || !contract.Has(type)) continue;
            if (reader.GetBlobReader(attribute.Value).Length > MaxBlob) throw new BadImageFormatException("The arguments of an attribute are too long.");
            foreach (var argument in attribute.DecodeValue(AttributeTypeNames.Instance).NamedArguments)
            {
                if (argument.Kind == CustomAttributeNamedArgumentKind.Property && !contract.Has(type, "." + argument.Name))
                    missing.Add($"The property {type}.{argument.Name}");
            }
        }
    }
}
