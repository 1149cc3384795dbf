namespace Tessera.Pipelines.Watching;

/// <summary>A file or a folder that is looked at.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="WithFolders">Whether what lies in a folder's own folders counts, too.</param>
internal sealed record WatchedPlace(string Path, bool WithFolders = false);
