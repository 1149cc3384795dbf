namespace Tessera.Hosting;

/// <summary>An assembly that the host owns and shares with plugins.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Feature">The feature that a manifest requires to get it; null for assemblies that every plugin gets.</param>
internal sealed record HostAssembly(string Name, string? Feature);
