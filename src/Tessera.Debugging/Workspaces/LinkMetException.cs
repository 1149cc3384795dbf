namespace Tessera.Debugging.Workspaces;

/// <summary>A link stands on a way that was thought to have none: it has yet to be resolved, or was put there meanwhile, as may be anything else where it does not belong.</summary>
internal sealed class LinkMetException : Exception;
