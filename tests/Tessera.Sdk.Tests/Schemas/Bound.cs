using System.Text.Json.Nodes;
using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Tests.Schemas;

internal static class Bound
{
    /// <summary>The object that JSON gives, which must fit.</summary>
    public static TOptions To<TOptions>(string json, BindingRules rules = BindingRules.Strict, IValueSource? values = null)
    {
        var binding = Bind<TOptions>(json, rules, values);
        binding.Errors.Should().BeEmpty();
        return (TOptions)binding.Value!;
    }

    /// <summary>What is said of JSON that does not fit.</summary>
    public static string[] Errors<TOptions>(string json, BindingRules rules = BindingRules.Strict, IValueSource? values = null)
    {
        var binding = Bind<TOptions>(json, rules, values);
        (binding.Value is null).Should().Be(binding.Errors.Count > 0, "there is either an object or an error");
        return [.. binding.Errors.Select(error => error.ToString())];
    }

    private static Binding Bind<TOptions>(string json, BindingRules rules, IValueSource? values) =>
        ObjectBinder.Bind(typeof(TOptions), JsonNode.Parse(json)!.AsObject(), rules, values);
}
