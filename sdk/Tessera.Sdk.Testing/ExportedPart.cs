using System.Reflection;
using System.Text.RegularExpressions;
using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Testing;

/// <summary>What people see of a part before they use it, asked alike of all kinds.</summary>
internal static partial class ExportedPart
{
    /// <summary>What is wrong with the name by which a part is exported; null for nothing.</summary>
    public static string? FindNameFault(object part) =>
        Attribute(part) is not { } attribute ? "the class has no attribute that exports it, such as [Tool] or [Step]; no pipeline finds it."
        : PartName().IsMatch(attribute.Name) ? null : $"'{attribute.Name}' is not of lower-case words joined by hyphens.";

    /// <summary>What is wrong with the description of a part; null for nothing.</summary>
    /// <exception cref="NotApplicableException">It is not exported.</exception>
    public static string? FindDescriptionFault(object part) =>
        Attribute(part) is not { } attribute ? throw new NotApplicableException("the part is not exported.")
        : attribute.Description.Trim().Length >= 20 ? null : "the description is shorter than 20 characters. It is the line in the list of parts.";

    private static PartAttribute? Attribute(object part) => part.GetType().GetCustomAttribute<PartAttribute>(inherit: false);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex PartName();
}
