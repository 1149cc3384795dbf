namespace Tessera.Sdk.Parts;

/// <summary>Marks a text option as the path of a file or folder that must exist before a run begins.</summary>
/// <remarks>
/// Pipelines resolve such a path against their own folder, report a missing one before anything runs,
/// and make its content part of the step's key, so that a changed input is never mistaken for the old one.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputPathAttribute : Attribute;
