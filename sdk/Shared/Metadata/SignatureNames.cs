using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Tessera.Metadata;

/// <summary>Writes types in signatures as text that is the same on both sides of a contract, whichever assembly says it.</summary>
/// <param name="typeArguments">What stands for the type parameters; empty to write them as <c>!0</c>, <c>!1</c>.</param>
internal sealed class SignatureNames(ImmutableArray<string> typeArguments) : ISignatureTypeProvider<string, object?>
{
    // Compilers write no type specifications into signatures; hostile metadata may let one contain itself.
    [ThreadStatic]
    private static bool s_inSpecification;

    public static SignatureNames Open { get; } = new([]);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => MetadataNames.Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => MetadataNames.Of(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        if (s_inSpecification) throw new BadImageFormatException("Signatures are nested without end.");
        var specification = reader.GetTypeSpecification(handle);
        MetadataNames.RequireBounded(reader, specification.Signature);
        s_inSpecification = true;
        try
        {
            return specification.DecodeSignature(this, genericContext);
        }
        finally
        {
            s_inSpecification = false;
        }
    }

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(",", typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetGenericTypeParameter(object? genericContext, int index) => index < typeArguments.Length ? typeArguments[index] : $"!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function(" + string.Join(",", signature.ParameterTypes) + "):" + signature.ReturnType;
}
