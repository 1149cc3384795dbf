namespace Tessera.Pipelines.Running;

/// <summary>A plugin that a run was done with.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">The hash of its files, in hexadecimal.</param>
public sealed record PinnedPlugin(string Id, string Version, string Sha256);
