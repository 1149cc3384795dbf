namespace Tessera.Sdk.Steps;

/// <summary>
/// Marks a step that goes on where it was interrupted: as long as its key stays the same, it finds its folder as an earlier attempt
/// left it, whatever ended that attempt. Every other step begins in an empty folder.
/// </summary>
/// <remarks>What lies in the folder may be half written, unless the step wrote it whole and renamed it.</remarks>
public interface IResumableStep;
