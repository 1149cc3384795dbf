namespace Tessera.Sdk.Tools;

/// <summary>Something that happened in a session and that other tools may need to know.</summary>
public abstract record SessionEvent;
