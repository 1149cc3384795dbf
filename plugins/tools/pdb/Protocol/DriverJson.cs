using System.Text.Json.Serialization;

namespace Tessera.Tools.Pdb.Protocol;

/// <summary>How the driver's messages are written. Generated, because a serializer that reflects would keep the plugin from being unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DriverReport))]
[JsonSerializable(typeof(DriverRequest))]
[JsonSerializable(typeof(DriverStart))]
internal sealed partial class DriverJson : JsonSerializerContext;
