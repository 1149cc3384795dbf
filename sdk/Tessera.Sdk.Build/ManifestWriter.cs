using System.Composition;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Schemas;
using Tessera.Sdk.Steps;

namespace Tessera.Sdk.Build;

/// <summary>Writes a plugin's manifest from the attributes on its parts, and refuses a plugin that could not work.</summary>
internal sealed partial class ManifestWriter(ManifestRequest request)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] KnownCapabilities = ["process", "network", "files"];

    private readonly List<Diagnostic> _problems = [];
    private readonly XmlDocumentation _documentation = new(request.Documentation);

    public string Write()
    {
        var assembly = new PluginContext(Path.GetFullPath(request.Assembly)).LoadPlugin();
        var exports = new JsonArray();
        foreach (var (type, part) in PartsOf(assembly)) exports.Add(Describe(type, part));
        if (exports.Count == 0)
            Fail("TESS1002", "The plugin has no parts.", "Put an export attribute, such as [Tool(\"name\")], on a class that implements its contract; in a library that plugins share, set <IsTesseraPlugin>false</IsTesseraPlugin>.");
        if (!Name().IsMatch(request.Id.Replace(".", "-", StringComparison.Ordinal)))
            Fail("TESS1003", $"The plugin's id '{request.Id}' is not lower-case words joined by dots or hyphens.", "Set <PluginId> in the project.");
        foreach (var unknown in request.Capabilities.Except(KnownCapabilities))
            Fail("TESS1012", $"'{unknown}' is not a capability that a plugin can declare.", $"Set <PluginCapabilities> to some of {string.Join(';', KnownCapabilities)}.");
        if (_problems.Count > 0) throw new ManifestException(request.Project, _problems);

        var manifest = new JsonObject
        {
            ["id"] = request.Id,
            ["version"] = request.Version.Split('+')[0],
            ["name"] = request.Name,
            ["description"] = request.Description,
            ["entry"] = Path.GetFileName(request.Assembly),
            ["sdk"] = SdkVersion(assembly),
            ["requires"] = new JsonArray([.. Requirements(assembly)]),
            ["capabilities"] = new JsonArray([.. KnownCapabilities.Intersect(request.Capabilities).Select(name => (JsonNode)name)]),
            ["exports"] = exports,
        };
        return manifest.ToJsonString(Indented) + "\n";
    }

    private static IEnumerable<(Type Type, PartAttribute Part)> PartsOf(Assembly assembly) =>
        assembly.GetTypes()
            .Select(type => (Type: type, Part: type.GetCustomAttribute<PartAttribute>()))
            .Where(pair => pair.Part is not null)
            .Select(pair => (pair.Type, pair.Part!))
            .OrderBy(pair => pair.Item2.Kind, StringComparer.Ordinal)
            .ThenBy(pair => pair.Item2.Name, StringComparer.Ordinal);

    private static string SdkVersion(Assembly assembly) =>
        (assembly.GetReferencedAssemblies().FirstOrDefault(name => name.Name == "Tessera.Sdk")?.Version ?? typeof(PartAttribute).Assembly.GetName().Version!).ToString(3);

    private static IEnumerable<JsonNode> Requirements(Assembly assembly)
    {
        if (assembly.GetReferencedAssemblies().Any(name => name.Name is "Tessera.Sdk.Tensors" or "TorchSharp")) yield return "tensors";
    }

    private JsonObject Describe(Type type, PartAttribute part)
    {
        Check(type, part);
        var export = new JsonObject
        {
            ["kind"] = part.Kind,
            ["name"] = part.Name,
            ["type"] = type.FullName,
            ["description"] = part.Description,
        };
        if (part.Options is { } options)
        {
            try
            {
                export["options"] = JsonSchema.Describe(options, _documentation.SummaryOf, bounded: true);
            }
            catch (ArgumentException unfit)
            {
                Fail("TESS1006", $"The options of {part.Kind}/{part.Name} cannot be described: {unfit.Message.Split(" (Parameter")[0]}", "Options are classes with a public parameterless constructor and settable properties.");
            }
        }

        if (OutputOf(type) is { } output) export["output"] = DescribeOutput(output);
        if (part is StepAttribute { Deterministic: true }) export["deterministic"] = true;
        return export;
    }

    private static Type? OutputOf(Type type) =>
        type.GetInterfaces().FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IPipelineStep<>))?.GetGenericArguments()[0];

    private JsonObject DescribeOutput(Type output)
    {
        var bases = new List<string>();
        for (var parent = output.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType) bases.Add(parent.FullName!);
        var contracts = output.GetInterfaces().Where(contract => contract is { IsPublic: true, IsGenericType: false } && contract.Namespace?.StartsWith("System", StringComparison.Ordinal) != true);
        bases.AddRange(contracts.Select(contract => contract.FullName!).Order(StringComparer.Ordinal));
        var description = new JsonObject { ["type"] = output.FullName, ["implements"] = new JsonArray([.. bases.Select(name => (JsonNode)name)]) };
        if (!output.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IArtifact<>)))
            description["schema"] = OutputSchema.Describe(output, _documentation.SummaryOf);
        return description;
    }

    private void Check(Type type, PartAttribute part)
    {
        var uses = $"{part.Kind}/{part.Name}";
        if (!Name().IsMatch(part.Name))
            Fail("TESS1004", $"'{part.Name}' on {type.FullName} is not a name for a part.", "Names are lower-case words joined by hyphens.");
        if (type.Assembly.GetTypes().Any(other => other != type && other.GetCustomAttribute<PartAttribute>() is { } twin && twin.Kind == part.Kind && twin.Name == part.Name))
            Fail("TESS1005", $"Several classes export {uses}; {type.FullName} is one of them.", "Give each its own name.");
        if (type.IsAbstract || !part.ContractType!.IsAssignableFrom(type))
            Fail("TESS1007", $"{type.FullName} exports {uses}, but does not implement {part.ContractType!.Name}.", "Implement the contract in a class that is not abstract.");
        if (part.Kind == "step" && OutputOf(type) is null)
            Fail("TESS1007", $"{type.FullName} does not say what it hands over.", "Implement IPipelineStep<TOutput>.");
        if (type.IsDefined(typeof(SharedAttribute), inherit: true))
            Fail("TESS1010", $"{type.FullName} is marked with [Shared]; a part is made anew for each use, with the options of that use.", "Remove the attribute.");
        var constructors = type.GetConstructors();
        var importing = constructors.Where(constructor => constructor.GetCustomAttribute<ImportingConstructorAttribute>() is not null).ToList();
        if (importing.Count == 0 && !constructors.Any(constructor => constructor.GetParameters().Length == 0))
            Fail("TESS1008", $"{type.FullName} has no constructor that can be used.", "Mark the public constructor that takes its options, logger or time with [ImportingConstructor].");
        if (part.Options is { } options && !importing.Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == options)))
            Fail("TESS1009", $"{type.FullName} declares {options.Name}, but no constructor takes it.", $"Take {options.Name} in the constructor that is marked with [ImportingConstructor].");
    }

    private void Fail(string id, string message, string remedy) => _problems.Add(Diagnostic.Error(id, message, remedy: remedy));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();
}
