using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Reflection;
using Tessera.Metadata;

namespace Tessera.Hosting.Verification;

/// <summary>The types and members of one assembly that the host owns, read from its file without loading it.</summary>
internal sealed class HostContract
{
    private static readonly ConcurrentDictionary<string, Lazy<HostContract?>> Known = new(StringComparer.Ordinal);

    private const BindingFlags AnyMember = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    private readonly MetadataReader _reader;
    private readonly Dictionary<string, TypeDefinitionHandle> _types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlySet<string>> _members = new(StringComparer.Ordinal);

    private HostContract(string path)
    {
        _reader = MetadataReaderProvider.FromMetadataImage(ReadMetadata(path)).GetMetadataReader();
        foreach (var handle in _reader.TypeDefinitions) _types.TryAdd(MetadataNames.Of(_reader, handle), handle);
    }

    /// <summary>The contract of an assembly; null when the host does not own it, or does not have it beside it.</summary>
    public static HostContract? Of(string assembly) => !HostAssemblies.Owns(assembly) ? null : Known.GetOrAdd(assembly, name => new Lazy<HostContract?>(() =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        return File.Exists(path) ? new HostContract(path) : null;
    })).Value;

    /// <summary>The version of the assembly.</summary>
    public Version Version => _reader.GetAssemblyDefinition().Version;

    public bool Has(string type) => _types.ContainsKey(type) || _reader.ExportedTypes.Any(handle => ForwardedName(handle) == type);

    /// <summary>Whether a type has a member, or may inherit it from outside this assembly.</summary>
    public bool Has(string type, string member)
    {
        for (var depth = 0; depth < 64; depth++)
        {
            // A type that is only forwarded from here.
            if (!_types.TryGetValue(type, out var handle)) return true;
            if (MembersOf(type, handle).Contains(member)) return true;
            var parent = _reader.GetTypeDefinition(handle).BaseType;
            if (parent.IsNil) return false;
            if (HostReferences.TypeOf(_reader, parent) is var (contract, inherited)) return contract.Has(inherited, member);
            type = NameOf(parent);
            if (!_types.ContainsKey(type)) return MayInherit(type, member);
        }

        return false;
    }

    /// <summary>The interfaces that a class of the host implements, its base classes included.</summary>
    public IEnumerable<string> InterfacesOf(string type)
    {
        while (_types.TryGetValue(type, out var handle))
        {
            foreach (var implemented in _reader.GetTypeDefinition(handle).GetInterfaceImplementations())
                yield return NameOf(_reader.GetInterfaceImplementation(implemented).Interface);
            if (BaseOf(handle) is not { } parent) yield break;
            type = parent;
        }
    }

    /// <summary>The members that whoever implements an interface must provide, with the interface's type arguments filled in.</summary>
    public IEnumerable<(string Name, string Signature)> RequiredMembersOf(string type, SignatureNames names)
    {
        if (!_types.TryGetValue(type, out var handle)) yield break;
        foreach (var methodHandle in _reader.GetTypeDefinition(handle).GetMethods())
        {
            var method = _reader.GetMethodDefinition(methodHandle);
            if (!method.Attributes.HasFlag(MethodAttributes.Abstract)) continue;
            yield return (_reader.GetString(method.Name), MetadataNames.Signature(method.DecodeSignature(names, null)));
        }
    }

    /// <summary>Members of other interfaces for which an interface brings a body, as <c>Interface.Member</c>.</summary>
    public IEnumerable<string> DefaultsIn(string type)
    {
        if (!_types.TryGetValue(type, out var handle)) yield break;
        foreach (var implementation in _reader.GetTypeDefinition(handle).GetMethodImplementations())
        {
            var declaration = _reader.GetMethodImplementation(implementation).MethodDeclaration;
            if (declaration.Kind == HandleKind.MemberReference)
            {
                var member = _reader.GetMemberReference((MemberReferenceHandle)declaration);
                yield return $"{NameOf(member.Parent)}.{_reader.GetString(member.Name)}";
            }
            else
            {
                var method = _reader.GetMethodDefinition((MethodDefinitionHandle)declaration);
                yield return $"{MetadataNames.Of(_reader, method.GetDeclaringType())}.{_reader.GetString(method.Name)}";
            }
        }
    }

    private static ImmutableArray<byte> ReadMetadata(string path)
    {
        using var file = new PEReader(RegularFile.OpenRead(path), PEStreamOptions.PrefetchMetadata);
        return file.GetMetadata().GetContent();
    }

    // Outside the host's assemblies only names are compared, and only those of the runtime's own types; constructors are never inherited.
    private static bool MayInherit(string type, string member)
    {
        var name = member.TrimStart('.').Split('(', ' ', '`')[0];
        return name is not "ctor" && (Type.GetType(type) is not { } inherited || inherited.GetMember(name, AnyMember).Length > 0);
    }

    private IReadOnlySet<string> MembersOf(string type, TypeDefinitionHandle handle) => _members.GetOrAdd(type, _ =>
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var definition = _reader.GetTypeDefinition(handle);
        foreach (var methodHandle in definition.GetMethods())
        {
            var method = _reader.GetMethodDefinition(methodHandle);
            members.Add(_reader.GetString(method.Name) + MetadataNames.Signature(method.DecodeSignature(SignatureNames.Open, null)));
        }

        foreach (var fieldHandle in definition.GetFields())
        {
            var field = _reader.GetFieldDefinition(fieldHandle);
            members.Add($"{_reader.GetString(field.Name)} : {field.DecodeSignature(SignatureNames.Open, null)}");
        }

        foreach (var propertyHandle in definition.GetProperties()) members.Add("." + _reader.GetString(_reader.GetPropertyDefinition(propertyHandle).Name));
        return members;
    });

    private string? BaseOf(TypeDefinitionHandle handle) =>
        _reader.GetTypeDefinition(handle).BaseType is { IsNil: false } parent ? NameOf(parent) : null;

    private string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => MetadataNames.Of(_reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => MetadataNames.Of(_reader, (TypeReferenceHandle)handle),
        _ => _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(SignatureNames.Open, null).Split('<')[0],
    };

    private string ForwardedName(ExportedTypeHandle handle)
    {
        var type = _reader.GetExportedType(handle);
        return $"{_reader.GetString(type.Namespace)}.{_reader.GetString(type.Name)}";
    }
}
