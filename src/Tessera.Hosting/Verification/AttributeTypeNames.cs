using System.Reflection.Metadata;
using Tessera.Metadata;

namespace Tessera.Hosting.Verification;

/// <summary>Names the types of attribute arguments, as far as their blobs need it to be read.</summary>
internal sealed class AttributeTypeNames : ICustomAttributeTypeProvider<string>
{
    public static AttributeTypeNames Instance { get; } = new();

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSystemType() => "System.Type";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => MetadataNames.Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => MetadataNames.Of(reader, handle);

    public string GetTypeFromSerializedName(string name) => name;

    // The enumerations in the host's attributes are all 32 bits wide.
    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    public bool IsSystemType(string type) => type == "System.Type";
}
