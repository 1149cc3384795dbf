using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Tessera.Distribution.Tests.Feeds;

/// <summary>A feed over real HTTP, with the packages of a folder.</summary>
internal sealed class HttpFeed : IAsyncDisposable
{
    private readonly string _folder;
    private readonly MisbehavingServer _server = new();

    public HttpFeed(string folder)
    {
        _folder = folder;
        _server.Serve(Find);
    }

    public string Address => $"{_server.Address}/v3/index.json";

    /// <summary>What the feed says that every package hashes to; null for the truth.</summary>
    public string? StatedHash { get; init; }

    /// <summary>Whether the feed has a catalog, in which hashes stand.</summary>
    public bool HasCatalog { get; init; }

    /// <summary>Where the packages are, when it is not here.</summary>
    public string? PackagesAt { get; init; }

    public IReadOnlyList<ReceivedRequest> Requests => _server.Requests;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>What lies under a path of the feed.</summary>
    public byte[]? Find(string path) => path.Trim('/').Split('/') switch
    {
        ["v3", "index.json"] => Json(new JsonObject
        {
            ["version"] = "3.0.0",
            ["resources"] = new JsonArray(
            [
                Resource("PackageBaseAddress/3.0.0", $"{PackagesAt ?? _server.Address}/packages/"),
                .. HasCatalog ? new JsonNode[] { Resource("RegistrationsBaseUrl/3.6.0", $"{_server.Address}/registrations/") } : [],
            ]),
        }),
        ["packages", var id, "index.json"] => Versions(id) is { Length: > 0 } versions ? Json(new JsonObject { ["versions"] = new JsonArray([.. versions.Select(version => (JsonNode)version)]) }) : null,
        ["packages", var id, var version, _] when File.Exists(FileOf(id, version)) => File.ReadAllBytes(FileOf(id, version)),
        ["registrations", var id, "index.json"] => Json(new JsonObject
        {
            ["items"] = new JsonArray(new JsonObject
            {
                ["lower"] = "0.0.0", ["upper"] = "999.0.0",
                ["items"] = new JsonArray([.. Versions(id).Select(version => new JsonObject
                {
                    ["catalogEntry"] = new JsonObject { ["@id"] = $"{_server.Address}/catalog/{id}/{version}", ["id"] = id, ["version"] = version },
                    ["packageContent"] = $"{_server.Address}/packages/{id}/{version}/{id}.{version}.nupkg",
                })]),
            }),
        }),
        ["catalog", var id, var version] => Json(new JsonObject { ["packageHashAlgorithm"] = "SHA512", ["packageHash"] = StatedHash ?? Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(FileOf(id, version)))) }),
        _ => null,
    };

    private static JsonObject Resource(string type, string address) => new() { ["@type"] = type, ["@id"] = address };

    private static byte[] Json(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString());

    private string[] Versions(string id) =>
        [.. Directory.EnumerateFiles(_folder, $"{id}.*.nupkg").Select(file => Path.GetFileNameWithoutExtension(file)[(id.Length + 1)..])];

    private string FileOf(string id, string version) => Path.Combine(_folder, $"{id}.{version}.nupkg");
}
