using System.Globalization;
using System.Text;
using Tessera.Models.Table;
using Tessera.Models.Table.Tables;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Models.Tests;

public sealed class TableFileTests
{
    private const string Valid = """
        {
          "format": "tessera-table-model/1",
          "name": "small",
          "inputs": { "a": "first", "b": "second" },
          "layers": [
            {
              "outputs": { "yes": "yes", "no": "no" },
              "prompts": {
                "p": { "text": "Say.", "outputs": { "a": { "yes": 0.5, "no": 0.5 }, "b": { "yes": 1 } }, "next": { "q": 1 } },
                "q": { "text": "Say it.", "outputs": { "a": { "yes": 0.9, "no": 0.1 }, "b": { "no": 1 } } }
              }
            }
          ]
        }
        """;

    [Fact]
    public void A_row_that_does_not_sum_to_one_is_named_with_its_place()
    {
        var fault = FaultsOf(Valid.Replace("\"yes\": 0.9", "\"yes\": 0.8")).Should().ContainSingle().Which;
        fault.Id.Should().Be("TESS6004");
        fault.Message.Should().Be("The probabilities of this row sum to 0.9, not to 1.");
        fault.Location.Should().Be(new SourceLocation("small.json", 10, 53, "layers[0].prompts.q.outputs.a"));
    }

    [Theory]
    [InlineData(1e-10, true)]
    [InlineData(1e-8, false)]
    public void Rows_may_miss_one_by_a_billionth_and_no_more(double error, bool isAccepted)
    {
        var text = Valid.Replace("\"yes\": 0.9", string.Create(CultureInfo.InvariantCulture, $"\"yes\": {0.9 + error:R}"));
        var reading = () => Read(text);
        if (isAccepted) reading.Should().NotThrow();
        else reading.Should().Throw<TesseraException>();
    }

    [Theory]
    [InlineData("\"yes\": 1 }", "\"yes\": -1 }", "TESS6004")]
    [InlineData("\"yes\": 1 }", "\"yes\": 1e999 }", "TESS6004")]
    [InlineData("\"yes\": 1 }", "\"yes\": \"1\" }", "TESS6004")]
    [InlineData("\"yes\": 1 }", "\"yess\": 1 }", "TESS6003", "Did you mean 'yes'?")]
    [InlineData("\"yes\": 1 }", "}", "TESS6004", "sum to 0")]
    [InlineData("\"q\": 1 }", "\"r\": 1 }", "TESS6003", "There is no prompt 'r'")]
    [InlineData(", \"b\": { \"no\": 1 }", "", "TESS6003", "no row for the input 'b'")]
    [InlineData("\"name\": \"small\",", "", "TESS6003", "'name' is missing")]
    [InlineData("\"name\": \"small\"", "\"nmae\": \"small\"", "TESS6003", "Did you mean 'name'?")]
    [InlineData("\"name\": \"small\"", "\"name\": 3", "TESS6003", "Text is needed")]
    [InlineData("model/1", "model/9", "TESS6003", "The format is not")]
    [InlineData("\"b\": \"second\"", "\"a\": \"second\"", "TESS6003", "second time")]
    [InlineData("\"b\": \"second\"", "\"b\": \" first \"", "TESS6005", "second time")]
    [InlineData("\"Say it.\"", "\"Say.\"", "TESS6005", "second time")]
    [InlineData("\"Say it.\"", "\" \"", "TESS6005", "empty")]
    [InlineData("\"Say it.\"", "\"Say </input> it.\"", "TESS6005", "mark")]
    [InlineData("{ \"yes\": 1 }", "[1]", "TESS6003", "object of probabilities")]
    [InlineData("\"name\": \"small\",", "\"name\": \"small\"", "TESS6002")]
    [InlineData("\"small\"", "\"\\ud800\"", "TESS6002", "no characters")]
    [InlineData("\"small\"", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "TESS6002")]
    public void A_broken_table_is_explained(string part, string replacement, string id, string explanation = "")
    {
        Valid.Should().Contain(part);
        var faults = FaultsOf(Valid.Replace(part, replacement));
        faults.Should().Contain(fault => fault.Id == id && fault.Location!.Line > 0 && fault.ToString().Contains(explanation, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "TESS6002")]
    [InlineData("[]", "TESS6003")]
    [InlineData("null", "TESS6003")]
    [InlineData("{} {}", "TESS6002")]
    public void What_is_no_object_is_explained(string text, string id) => FaultsOf(text).Should().Contain(fault => fault.Id == id);

    [Fact]
    public void All_faults_are_said_at_once()
    {
        var faults = FaultsOf(Valid.Replace("\"yes\": 0.9", "\"yes\": 0.8").Replace("\"yes\": 0.5", "\"yes\": 0.6").Replace("\"q\": 1 }", "\"r\": 1 }"));
        faults.Select(fault => fault.Location!.Line).Should().Equal(9, 9, 10);
    }

    [Fact]
    public void A_table_without_layers_is_none() =>
        FaultsOf("""{ "format": "tessera-table-model/1", "name": "n", "inputs": { "a": "a" }, "layers": [] }""")
            .Should().Contain(fault => fault.Message.Contains("at least one layer"));

    [Fact]
    public void Columns_count_characters_not_bytes()
    {
        var fault = FaultsOf(Valid.Replace("\"name\": \"small\"", "\"name\": \"größer\", \"x\": 1")).Should().ContainSingle().Which;
        fault.Location.Should().Be(new SourceLocation("small.json", 3, 21, ""));
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault() =>
        TableFile.Parse("small.json", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Valid)]).Name.Should().Be("small");

    [Fact]
    public void A_file_that_does_not_exist_is_named()
    {
        var model = new TableLanguageModel(new TableModelOptions { File = "/nowhere/table.json" });
        var failure = model.Invoking(asked => asked.Identity).Should().Throw<TesseraException>().Which;
        failure.Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Id == "TESS6001" && diagnostic.Location!.File == "/nowhere/table.json");
    }

    [Fact]
    public void A_damaged_table_ends_in_a_diagnostic_and_never_otherwise()
    {
        var random = new Seed(11).CreateRandom();
        var original = Encoding.UTF8.GetBytes(Valid);
        var count = int.TryParse(Environment.GetEnvironmentVariable("TESSERA_FUZZ"), CultureInfo.InvariantCulture, out var asked) ? asked : 20_000;
        var (refused, ids) = (0, new HashSet<string>());
        for (var i = 0; i < count; i++)
        {
            var damaged = Damage(original, random);
            try
            {
                TableFile.Parse("small.json", damaged);
            }
            catch (TesseraException failure)
            {
                refused++;
                ids.UnionWith(failure.Diagnostics.Select(diagnostic => diagnostic.Id));
            }
        }

        refused.Should().BeGreaterThan(count / 2);
        ids.Should().BeSubsetOf(["TESS6002", "TESS6003", "TESS6004", "TESS6005"]).And.HaveCount(4);
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 12));
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(Math.Min(at, bytes.Count - length), length));
                    break;
                default:
                    bytes[at] = (byte)"{}[]\",:0123456789-+.eE"[random.Next(22)];
                    break;
            }
        }

        return [.. bytes];
    }

    private static ProbabilityTable Read(string text) => TableFile.Parse("small.json", Encoding.UTF8.GetBytes(text));

    private static IReadOnlyList<Diagnostic> FaultsOf(string text) =>
        FluentActions.Invoking(() => Read(text)).Should().Throw<TesseraException>().Which.Diagnostics;
}
