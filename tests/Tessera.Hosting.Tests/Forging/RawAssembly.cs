using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Tessera.Hosting.Tests.Forging;

/// <summary>An assembly that no compiler would write, byte by byte where it matters.</summary>
internal sealed class RawAssembly
{
    private readonly MetadataBuilder _metadata = new();
    private readonly AssemblyDefinitionHandle _assembly;
    private readonly AssemblyReferenceHandle _sdk;

    public RawAssembly(string name)
    {
        _metadata.AddModule(0, _metadata.GetOrAddString(name + ".dll"), _metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        _assembly = _metadata.AddAssembly(_metadata.GetOrAddString(name), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        _sdk = _metadata.AddAssemblyReference(_metadata.GetOrAddString("Tessera.Sdk"), new Version(0, 1, 0, 0), default, default, default, default);
        _metadata.AddTypeDefinition(default, default, _metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
    }

    /// <summary>Refers to a method of the host's <c>ILoss</c>.</summary>
    public void Call(params byte[] signature) =>
        _metadata.AddMemberReference(HostType("ILoss"), _metadata.GetOrAddString("Evaluate"), _metadata.GetOrAddBlob(signature));

    /// <summary>Adds a type by its signature.</summary>
    public void Specify(params byte[] signature) => _metadata.AddTypeSpecification(_metadata.GetOrAddBlob(signature));

    /// <summary>Refers to a type that lies in itself.</summary>
    public void NestInItself()
    {
        var own = MetadataTokens.TypeReferenceHandle(_metadata.GetRowCount(TableIndex.TypeRef) + 1);
        _metadata.AddTypeReference(own, default, _metadata.GetOrAddString("Endless"));
        _metadata.AddMemberReference(own, _metadata.GetOrAddString("Run"), _metadata.GetOrAddBlob((byte[])[0, 0, 1]));
    }

    /// <summary>Puts the host's <c>[Loss("")]</c> on the assembly, with one property of type object.</summary>
    public void Annotate(string property, params byte[] value)
    {
        var constructor = _metadata.AddMemberReference(HostType("LossAttribute"), _metadata.GetOrAddString(".ctor"), _metadata.GetOrAddBlob((byte[])[0x20, 1, 1, 0x0E]));
        byte[] arguments = [1, 0, 0, 1, 0, 0x54, 0x51, (byte)property.Length, .. System.Text.Encoding.ASCII.GetBytes(property), .. value];
        _metadata.AddCustomAttribute(_assembly, constructor, _metadata.GetOrAddBlob(arguments));
    }

    public void Save(string path)
    {
        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(_metadata, suppressValidation: true), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(path, image.ToArray());
    }

    private TypeReferenceHandle HostType(string name) =>
        _metadata.AddTypeReference(_sdk, _metadata.GetOrAddString("Tessera.Sdk.Prompts"), _metadata.GetOrAddString(name));
}
