using System.Reflection.Metadata;

namespace Tessera.Metadata;

/// <summary>Full names of types and signatures of members, read from metadata.</summary>
internal static class MetadataNames
{
    // Hostile metadata may nest types in circles.
    private const int MaxNesting = 16;

    // The decoder descends once for each byte of such a signature; far longer ones would exhaust the stack.
    private const int MaxSignature = 2048;

    public static string Of(MetadataReader reader, TypeReferenceHandle handle) => Of(reader, handle, MaxNesting);

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle) => Of(reader, handle, MaxNesting);

    /// <summary>The type behind a handle, an instance of a generic type standing for the generic type itself; null for arrays, pointers and parameters.</summary>
    public static EntityHandle? TypeOf(MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification) return handle;
        var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        blob.ReadCompressedInteger();
        return blob.ReadTypeHandle();
    }

    public static string Signature(MethodSignature<string> signature) =>
        $"{(signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "")}({string.Join(", ", signature.ParameterTypes)}) : {signature.ReturnType}";

    /// <summary>Refuses a signature that is too long to be decoded safely.</summary>
    /// <exception cref="BadImageFormatException">It is too long.</exception>
    public static void RequireBounded(MetadataReader reader, BlobHandle signature)
    {
        if (reader.GetBlobReader(signature).Length > MaxSignature) throw new BadImageFormatException("A signature is too long.");
    }

    private static string Of(MetadataReader reader, TypeReferenceHandle handle, int depth)
    {
        if (depth == 0) throw new BadImageFormatException("Types are nested without end.");
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope, depth - 1)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    private static string Of(MetadataReader reader, TypeDefinitionHandle handle, int depth)
    {
        if (depth == 0) throw new BadImageFormatException("Types are nested without end.");
        var type = reader.GetTypeDefinition(handle);
        return type.IsNested
            ? $"{Of(reader, type.GetDeclaringType(), depth - 1)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    private static string Qualified(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : $"{reader.GetString(space)}.{reader.GetString(name)}";
}
