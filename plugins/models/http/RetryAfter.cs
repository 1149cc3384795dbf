using System.Globalization;
using System.Net.Http.Headers;

namespace Tessera.Models.Http;

/// <summary>Reads how long a service asks to wait.</summary>
internal static class RetryAfter
{
    /// <summary>The longest time that is waited for; a service that asks for more is not asked again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The time to wait; null where the service does not say.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers, TimeProvider time)
    {
        if (headers.TryGetValues("retry-after-ms", out var values) && double.TryParse(values.First(), CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e10)
            return TimeSpan.FromMilliseconds(milliseconds);
        if (headers.RetryAfter is not { } asked) return null;
        var wait = asked.Delta ?? asked.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
