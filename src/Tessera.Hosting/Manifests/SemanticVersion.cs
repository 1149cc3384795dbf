using System.Globalization;

namespace Tessera.Hosting.Manifests;

/// <summary>A version in the form of Semantic Versioning 2.0.0: compared by number, then by pre-release; build data is ignored.</summary>
internal sealed record SemanticVersion(int Major, int Minor, int Patch, string PreRelease) : IComparable<SemanticVersion>
{
    public static bool TryParse(string text, out SemanticVersion version)
    {
        version = new SemanticVersion(0, 0, 0, "");
        var build = text.Split('+', 2);
        if (build.Length == 2 && !IsIdentifiers(build[1])) return false;
        var core = build[0].Split('-', 2);
        var numbers = core[0].Split('.');
        if (numbers.Length != 3 || text.Length > 128) return false;
        Span<int> parts = stackalloc int[3];
        for (var i = 0; i < 3; i++)
        {
            if (!int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return false;
        }

        var preRelease = core.Length == 2 ? core[1] : "";
        if (core.Length == 2 && !IsIdentifiers(preRelease)) return false;
        version = new SemanticVersion(parts[0], parts[1], parts[2], preRelease);
        return true;
    }

    private static bool IsIdentifiers(string text) =>
        text.Length > 0 && text.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null) return 1;
        var byNumber = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (byNumber != 0) return byNumber;
        if (PreRelease.Length == 0 || other.PreRelease.Length == 0) return other.PreRelease.Length.CompareTo(PreRelease.Length);
        return ComparePreRelease(PreRelease.Split('.'), other.PreRelease.Split('.'));
    }

    private static int ComparePreRelease(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var leftIsNumber = ulong.TryParse(left[i], NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
            var rightIsNumber = ulong.TryParse(right[i], NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
            var order = (leftIsNumber, rightIsNumber) switch
            {
                (true, true) => leftNumber.CompareTo(rightNumber),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(left[i], right[i]),
            };
            if (order != 0) return order;
        }

        return left.Length.CompareTo(right.Length);
    }
}
