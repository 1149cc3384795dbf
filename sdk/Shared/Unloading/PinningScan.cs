using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Tessera.Metadata;

namespace Tessera.Unloading;

/// <summary>Looks through assemblies for calls that may keep a plugin from being unloaded. Nothing is loaded.</summary>
internal sealed class PinningScan
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly Dictionary<EntityHandle, PinningApi> _members = [];
    private readonly SortedDictionary<int, SortedSet<string>> _callers = [];

    private PinningScan(PEReader file)
    {
        (_file, _reader) = (file, file.GetMetadataReader());
        foreach (var handle in _reader.MemberReferences)
        {
            if (ApiOf(handle) is { } api) _members[handle] = api;
        }

        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            if (_members.TryGetValue(_reader.GetMethodSpecification(handle).Method, out var api)) _members[handle] = api;
        }
    }

    /// <summary>The calls in some assemblies, by file; files that cannot be read as assemblies are passed over.</summary>
    public static IReadOnlyList<PinningCall> Find(IEnumerable<string> assemblies) => [.. assemblies.SelectMany(FindIn)];

    private static IReadOnlyList<PinningCall> FindIn(string assembly)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(assembly));
            return file.HasMetadata ? new PinningScan(file).Find(Path.GetFileName(assembly)) : [];
        }
        catch (Exception unfit) when (unfit is BadImageFormatException or IOException or UnauthorizedAccessException or OverflowException or ArgumentException or InvalidCastException)
        {
            // Advice is what comes of it; whether the plugin is right is for the verifier to say.
            return [];
        }
    }

    private IReadOnlyList<PinningCall> Find(string assembly)
    {
        if (_members.Count == 0) return [];
        foreach (var handle in _reader.MethodDefinitions)
        {
            var method = _reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            foreach (var called in MethodCalls.In(_file.GetMethodBody(method.RelativeVirtualAddress)))
            {
                if (_members.TryGetValue(called, out var api)) Add(api, method);
            }
        }

        return [.. _callers.Select(found => new PinningCall(PinningApis.All[found.Key], assembly, [.. found.Value]))];
    }

    private void Add(PinningApi api, MethodDefinition caller)
    {
        var place = PinningApis.All.Index().First(known => known.Item == api).Index;
        if (!_callers.TryGetValue(place, out var callers)) _callers[place] = callers = new SortedSet<string>(StringComparer.Ordinal);
        callers.Add(NameOf(caller));
    }

    // What the compiler made of an async method or a lambda is shown as what the author wrote.
    private string NameOf(MethodDefinition method)
    {
        var (type, name) = (method.GetDeclaringType(), _reader.GetString(method.Name));
        while (_reader.GetString(_reader.GetTypeDefinition(type).Name) is ['<', ..] made && _reader.GetTypeDefinition(type).IsNested)
        {
            if (made.IndexOf('>', StringComparison.Ordinal) is > 1 and var end) name = made[1..end];
            type = _reader.GetTypeDefinition(type).GetDeclaringType();
        }

        if (name is ['<', ..] && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var until) name = name[1..until];
        return $"{MetadataNames.Of(_reader, type)}.{(name == ".ctor" ? "constructor" : name)}";
    }

    private PinningApi? ApiOf(MemberReferenceHandle handle)
    {
        var member = _reader.GetMemberReference(handle);
        if (member.GetKind() != MemberReferenceKind.Method || MetadataNames.TypeOf(_reader, member.Parent) is not { Kind: HandleKind.TypeReference } type) return null;
        MetadataNames.RequireBounded(_reader, member.Signature);
        var parameters = member.DecodeMethodSignature(SignatureNames.Open, null).ParameterTypes;
        var (typeName, name) = (MetadataNames.Of(_reader, (TypeReferenceHandle)type), _reader.GetString(member.Name));
        return PinningApis.All.FirstOrDefault(api => api.Calls(typeName, name, parameters));
    }
}
