using System.Security.Cryptography;
using System.Text;

namespace Tessera.Reports.Pages;

/// <summary>The page's own style sheet, and the policy by which a browser takes no other style, no script and nothing from elsewhere.</summary>
internal static class StyleSheet
{
    /// <summary>The style sheet.</summary>
    public static string Text { get; } = Read();

    /// <summary>The content security policy.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; base-uri 'none'; form-action 'none'";

    // A line's end is a browser's business: it reads each kind as a line feed before it takes the hash.
    private static string Read()
    {
        using var reader = new StreamReader(typeof(StyleSheet).Assembly.GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
