namespace Tessera.Reports.Plots;

/// <summary>
/// Colours and marks that tell lines and measures apart. Each colour comes with a mark and a dash of its own, so that none has to be
/// told by colour alone; the colours themselves (after Okabe and Ito, darkened for contrast) stand in the style sheet as <c>ink0</c> and on.
/// </summary>
internal static class Palette
{
    /// <summary>How many there are.</summary>
    public const int Count = 8;

    private static readonly string?[] Dashes = [null, "6 3", "2 3", "8 3 2 3", "12 4", "4 2 1 2 1 2", "1 4", "10 2 4 2"];

    /// <summary>The dash of a line; null for a solid one.</summary>
    public static string? Dash(int index) => Dashes[index % Count];

    /// <summary>The outline of a mark around the origin, as the data of a path.</summary>
    public static string Mark(int index) => (index % Count) switch
    {
        0 => "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0Z",
        1 => "M0,-5.5L5.5,0L0,5.5L-5.5,0Z",
        2 => "M-4,-4H4V4H-4Z",
        3 => "M0,-5L5,4H-5Z",
        4 => "M0,5L5,-4H-5Z",
        5 => "M-1.5,-5H1.5V-1.5H5V1.5H1.5V5H-1.5V1.5H-5V-1.5H-1.5Z",
        6 => "M-5,-2H5V2H-5Z",
        _ => "M-2,-5H2V5H-2Z",
    };
}
