namespace Tessera.Unloading;

/// <summary>The calls that are known to keep a plugin from being unloaded, as measured on .NET 10.</summary>
internal static class PinningApis
{
    private const string StopIt = "Keep it in a field and dispose of it when the part is disposed of.";

    public static IReadOnlyList<PinningApi> All { get; } =
    [
        new("JsonSerializer by reflection", "the serializer keeps its picture of the plugin's types", "Derive a JsonSerializerContext for them and hand it on (source generation).", IsReflectiveJson),
        new("Newtonsoft.Json", "its contract resolver keeps the plugin's types", "Use System.Text.Json with a JsonSerializerContext, or JsonNode.", (type, _, _) => type.StartsWith("Newtonsoft.Json.", StringComparison.Ordinal)),
        new("TypeDescriptor", "it keeps a provider for each type that it was asked about", "Use reflection: GetProperties, GetCustomAttribute, and Convert or Parse instead of converters.", On("System.ComponentModel.TypeDescriptor")),
        new("DataAnnotations' Validator", "it keeps the attributes of each type that it checked", "Put the annotations on options and arguments, which Tessera checks, or compare by hand.", On("System.ComponentModel.DataAnnotations.Validator")),
        new("dynamic", "the binder keeps rules for the types that met it", "Use an interface, or reflection.", On("Microsoft.CSharp.RuntimeBinder.Binder")),
        new("DispatchProxy", "the generated proxies are kept for good", "Write the class out.", On("System.Reflection.DispatchProxy", "Create")),
        new("AIFunctionFactory", "it keeps descriptions of the methods that it was given", "Derive a class from AIFunction.", On("Microsoft.Extensions.AI.AIFunctionFactory")),
        new("a timer", "a running timer holds what it calls", StopIt, (type, member, _) => type is "System.Threading.Timer" or "System.Timers.Timer" or "System.Threading.PeriodicTimer" && member == ".ctor" || type == "System.TimeProvider" && member == "CreateTimer"),
        new("a task that does not end", "work that still waits holds the code that it will go on with", "Cancel it when the part is disposed of, and await its end there.", IsStart),
        new("a thread", "a thread that runs holds its code", "End it when the part is disposed of, and join it.", On("System.Threading.Thread", "Start", "UnsafeStart")),
        new("an event of the process", "whoever raises the event holds its listeners", "Remove the listener when the part is disposed of.", IsProcessEvent),
        new("AsyncLocal", "a value that was left set goes on with its caller's work", "Set it back to null before the call ends.", On("System.Threading.AsyncLocal`1", "set_Value", ".ctor")),
        new("ActivityListener", "a listener is told of activities until it is disposed of", StopIt, On("System.Diagnostics.ActivitySource", "AddActivityListener")),
        new("GCHandle", "a handle holds its target until it is freed", "Free it when the part is disposed of.", (type, member, _) => type is "System.Runtime.InteropServices.GCHandle" && member is "Alloc" or "FromIntPtr" || type is "System.Runtime.InteropServices.GCHandle`1" && member == ".ctor"),
        new("RegisterWaitForSingleObject", "a registered wait holds what it will call", "Keep what it returns, and Unregister it when the part is disposed of.", On("System.Threading.ThreadPool", "RegisterWaitForSingleObject", "UnsafeRegisterWaitForSingleObject")),
    ];

    private static Func<string, string, IReadOnlyList<string>, bool> On(string type, params string[] members) =>
        (called, member, _) => called == type && (members.Length == 0 || members.Contains(member));

    // What is told of a type by a JsonTypeInfo or a JsonSerializerContext is not looked up by reflection.
    private static bool IsReflectiveJson(string type, string member, IReadOnlyList<string> parameters) =>
        (type == "System.Text.Json.JsonSerializer" && (member.StartsWith("Serialize", StringComparison.Ordinal) || member.StartsWith("Deserialize", StringComparison.Ordinal))
            || type is "System.Net.Http.Json.JsonContent" or "System.Net.Http.Json.HttpClientJsonExtensions" or "System.Net.Http.Json.HttpContentJsonExtensions")
        && !parameters.Any(parameter => parameter.StartsWith("System.Text.Json.Serialization.Metadata.JsonTypeInfo", StringComparison.Ordinal) || parameter == "System.Text.Json.Serialization.JsonSerializerContext");

    private static bool IsStart(string type, string member, IReadOnlyList<string> parameters) =>
        type is "System.Threading.Tasks.Task" && member is "Run" or "Delay"
        || type is "System.Threading.Tasks.TaskFactory" && member is "StartNew"
        || type is "System.Threading.ThreadPool" && member is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem";

    private static bool IsProcessEvent(string type, string member, IReadOnlyList<string> parameters) =>
        member.StartsWith("add_", StringComparison.Ordinal)
        && type is "System.AppDomain" or "System.Runtime.Loader.AssemblyLoadContext" or "System.Console" or "System.Threading.Tasks.TaskScheduler" or "System.Net.NetworkInformation.NetworkChange" or "Microsoft.Win32.SystemEvents";
}
