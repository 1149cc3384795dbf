using System.Globalization;

namespace Tessera.Sdk.Testing.Repetition;

/// <summary>A culture in which no number looks as programs write it: decimal commas, apostrophes between thousands, and another minus.</summary>
internal static class StrangeCulture
{
    public static async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Create();
            return await work().ConfigureAwait(false);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Create()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        culture.NumberFormat.NumberGroupSeparator = "'";
        return culture;
    }
}
