using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tests.Schemas;

internal enum Rounding
{
    Never,
    HalfEven,
    InIntervals,
}

[PartKind("gauge")]
internal interface IGauge;

internal sealed class Scalars
{
    public string Text { get; set; } = "plain";

    public bool Flag { get; set; } = true;

    public int Whole { get; set; } = -3;

    public long Long { get; set; } = 5_000_000_000;

    public ulong Seed { get; set; } = ulong.MaxValue;

    public double Number { get; set; } = 0.25;

    public float Single { get; set; } = 0.5f;

    public Rounding Rounding { get; set; } = Rounding.HalfEven;
}

internal sealed class Nullables
{
    public int? Whole { get; set; } = 1;

    public string? Text { get; set; } = "x";

    public string Needed { get; set; } = "y";

    [Range(1, 8)]
    public int? Ranged { get; set; }

    [Range(0.5, 1.5)]
    public double? Share { get; set; }

    public Inner? Inner { get; set; }
}

internal sealed class HalfOpen
{
    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true)]
    public int Positive { get; set; } = 1;

    [Range(-1e12, 1e12)]
    public int Wide { get; set; }

    [Range(1, 8)]
    public int Narrow { get; set; } = 1;
}

internal sealed class Limits
{
    [Range(1, 8)]
    public int Count { get; set; } = 4;

    [Range(0.25, 0.75)]
    public double Share { get; set; } = 0.5;

    [Range(typeof(decimal), "0.5", "1.5")]
    public double Written { get; set; } = 1;

    [Range(0, double.PositiveInfinity)]
    public double AtLeast { get; set; }

    [Range(double.NegativeInfinity, 0)]
    public double AtMost { get; set; }

    [Range(0, 1, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Inside { get; set; } = 0.5;

    [MinLength(1)]
    public IReadOnlyList<string> Names { get; set; } = ["a"];

    [MinLength(3)]
    public string Word { get; set; } = "abc";
}

internal sealed class Inner
{
    public int Depth { get; set; } = 1;

    public required string Name { get; set; }
}

internal sealed class Outer
{
    [Description("The inner one.")]
    public Inner Inner { get; set; } = new() { Name = "n" };

    public IReadOnlyList<Inner> Inners { get; set; } = [];
}

internal sealed class Collections
{
    public IReadOnlyList<int> Wholes { get; set; } = [1];

    public List<string> Texts { get; set; } = ["a", "b"];

    public double[] Numbers { get; set; } = [];

    public IList<float> Singles { get; set; } = [];

    public IEnumerable<Rounding> Roundings { get; set; } = [];

    public IReadOnlyDictionary<string, int> Map { get; set; } = new Dictionary<string, int>();

    public Dictionary<string, IReadOnlyList<int>> Lists { get; set; } = [];
}

// Stands before its base class, so that the order of declaration alone would put its properties first.
internal sealed class MoreNamed : Named
{
    public required string Third { get; set; }
}

internal class Named
{
    public string First { get; set; } = "";

    [JsonPropertyName("second_name")]
    public string Second { get; set; } = "";

    public string Computed => First + Second;

    public string Hidden { get; private set; } = "";
}

internal sealed class Others
{
    public JsonObject Free { get; set; } = [];

    public JsonNode? Anything { get; set; }

    public Part<IGauge>? Gauge { get; set; }

    public IReadOnlyList<Part<IGauge>> Gauges { get; set; } = [];

    public IGauge? Reading { get; set; }

    [InputPath]
    public string File { get; set; } = "";

    [InputPath]
    public IReadOnlyList<string> Files { get; set; } = [];
}

internal sealed class Circle
{
    public IReadOnlyList<Circle> Round { get; set; } = [];
}

internal sealed class Closed(int size)
{
    public int Size { get; set; } = size;
}
