using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace Tessera.Models.Http;

/// <summary>Options of every language model behind a service.</summary>
public abstract class ServiceOptions
{
    /// <summary>The model's name, as the service knows it.</summary>
    [MinLength(1)]
    public required string Model { get; set; }

    /// <summary>How many tokens the model reads and writes together at most, for those who shorten conversations in time.</summary>
    /// <value>The default value is null: it is not known.</value>
    [Range(1, int.MaxValue)]
    public int? ContextLimit { get; set; }

    /// <summary>The price of a million tokens read, in any currency; the same one for all prices.</summary>
    /// <value>The default value is null: no costs are counted.</value>
    [Range(0, 1e9)]
    public double? InputPrice { get; set; }

    /// <summary>The price of a million tokens read from the service's cache.</summary>
    /// <value>The default value is null: that of <see cref="InputPrice"/>.</value>
    [Range(0, 1e9)]
    public double? CachedInputPrice { get; set; }

    /// <summary>The price of a million tokens written, reasoning included.</summary>
    /// <value>The default value is null: they cost nothing.</value>
    [Range(0, 1e9)]
    public double? OutputPrice { get; set; }

    /// <summary>How many seconds one attempt may take, from connecting to the end of the answer.</summary>
    /// <value>The default value is 600 seconds.</value>
    [Range(0.01, 86400)]
    public double TimeoutSeconds { get; set; } = 600;

    /// <summary>How often a request is sent again when the service is busy, unreachable or answers what cannot be read.</summary>
    /// <value>The default value is 5.</value>
    [Range(0, 100)]
    public int Retries { get; set; } = 5;

    /// <summary>How many requests are under way at most; others wait.</summary>
    /// <value>The default value is 8.</value>
    [Range(1, 10000)]
    public int MaxParallel { get; set; } = 8;

    /// <summary>Members that are added to the body of every request, or replace what stands there; null takes a member out.</summary>
    /// <value>The default value is null: nothing is changed.</value>
    public JsonObject? Extra { get; set; }
}
