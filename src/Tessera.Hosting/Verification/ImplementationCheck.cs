using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection;
using Tessera.Metadata;

namespace Tessera.Hosting.Verification;

/// <summary>Finds members of the host's interfaces that a plugin's classes do not implement, because they came after the plugin was built.</summary>
internal sealed class ImplementationCheck(MetadataReader reader, SortedSet<string> unimplemented)
{
    public void Run()
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (type.Attributes.HasFlag(TypeAttributes.Interface) || type.Attributes.HasFlag(TypeAttributes.Abstract)) continue;
            Check(handle);
        }
    }

    private void Check(TypeDefinitionHandle handle)
    {
        var provided = new HashSet<string>(StringComparer.Ordinal);
        var explicitly = new HashSet<string>(StringComparer.Ordinal);
        var byHost = new HashSet<string>(StringComparer.Ordinal);
        var contracts = new List<(HostContract Contract, string Type, SignatureNames Names)>();
        EntityHandle current = handle;
        var arguments = SignatureNames.Open;
        for (var depth = 0; depth < 64 && OwnClass(current, arguments) is var (definition, itsArguments); depth++)
        {
            var type = reader.GetTypeDefinition(definition);
            arguments = itsArguments;
            CollectMembers(type, arguments, provided, explicitly);
            foreach (var implementation in type.GetInterfaceImplementations())
            {
                var contract = reader.GetInterfaceImplementation(implementation).Interface;
                if (HostReferences.TypeOf(reader, contract) is var (host, name)) contracts.Add((host, name, ArgumentsOf(contract, arguments)));
            }

            current = type.BaseType;
            if (current.IsNil) break;
        }

        // A base class of the host fulfils its own interfaces, of whatever version they are.
        if (HostReferences.TypeOf(reader, current) is var (baseHost, baseName)) byHost.UnionWith(baseHost.InterfacesOf(baseName));
        foreach (var (contract, name, _) in contracts) explicitly.UnionWith(contract.DefaultsIn(name));
        foreach (var (contract, name, names) in contracts.Where(pair => !byHost.Contains(pair.Type)))
        {
            foreach (var (member, signature) in contract.RequiredMembersOf(name, names))
            {
                if (provided.Contains(member + signature) || explicitly.Contains($"{name}.{member}")) continue;
                unimplemented.Add($"{MetadataNames.Of(reader, handle)} does not implement {name}.{member}{signature}");
            }
        }
    }

    /// <summary>The plugin's own class that a handle names, and what stands for its type parameters; null when it is not the plugin's.</summary>
    /// <param name="handle">The class, or an instance of a generic one.</param>
    /// <param name="outer">What stands for the type parameters of the class that derives from it.</param>
    private (TypeDefinitionHandle Class, SignatureNames Arguments)? OwnClass(EntityHandle handle, SignatureNames outer)
    {
        if (handle.Kind == HandleKind.TypeDefinition) return ((TypeDefinitionHandle)handle, SignatureNames.Open);
        return handle.Kind == HandleKind.TypeSpecification && GenericOf((TypeSpecificationHandle)handle) is { Kind: HandleKind.TypeDefinition } generic
            ? ((TypeDefinitionHandle)generic, ArgumentsOf(handle, outer))
            : null;
    }

    private EntityHandle? GenericOf(TypeSpecificationHandle handle)
    {
        var blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
        blob.ReadCompressedInteger();
        return blob.ReadTypeHandle();
    }

    private void CollectMembers(TypeDefinition type, SignatureNames names, HashSet<string> provided, HashSet<string> explicitly)
    {
        foreach (var methodHandle in type.GetMethods())
        {
            var method = reader.GetMethodDefinition(methodHandle);
            if (!method.Attributes.HasFlag(MethodAttributes.Virtual)) continue;
            MetadataNames.RequireBounded(reader, method.Signature);
            provided.Add(reader.GetString(method.Name) + MetadataNames.Signature(method.DecodeSignature(names, null)));
        }

        foreach (var implementationHandle in type.GetMethodImplementations())
        {
            var declaration = reader.GetMethodImplementation(implementationHandle).MethodDeclaration;
            if (declaration.Kind != HandleKind.MemberReference) continue;
            var member = reader.GetMemberReference((MemberReferenceHandle)declaration);
            if (HostReferences.TypeOf(reader, member.Parent) is var (_, name)) explicitly.Add($"{name}.{reader.GetString(member.Name)}");
        }
    }

    private SignatureNames ArgumentsOf(EntityHandle contract, SignatureNames outer)
    {
        if (contract.Kind != HandleKind.TypeSpecification) return SignatureNames.Open;
        var specification = reader.GetTypeSpecification((TypeSpecificationHandle)contract);
        MetadataNames.RequireBounded(reader, specification.Signature);
        var blob = reader.GetBlobReader(specification.Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return SignatureNames.Open;
        blob.ReadCompressedInteger();
        blob.ReadTypeHandle();
        var decoder = new System.Reflection.Metadata.Ecma335.SignatureDecoder<string, object?>(outer, reader, null);
        var count = blob.ReadCompressedInteger();
        var arguments = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < count; i++) arguments.Add(decoder.DecodeType(ref blob));
        return new SignatureNames(arguments.ToImmutable());
    }
}
