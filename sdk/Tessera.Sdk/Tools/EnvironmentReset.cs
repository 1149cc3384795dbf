namespace Tessera.Sdk.Tools;

/// <summary>The environment went back to its beginning; tools forget what they kept.</summary>
/// <param name="FilesRestored">Whether the files went back, too.</param>
public sealed record EnvironmentReset(bool FilesRestored) : SessionEvent;
