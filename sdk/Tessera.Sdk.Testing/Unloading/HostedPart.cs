using System.Composition;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tessera.Sdk.Parts;
using Tessera.Sdk.Schemas;

namespace Tessera.Sdk.Testing.Unloading;

/// <summary>Makes a part as a host does: its constructor gets the options, a logger and the time.</summary>
internal static class HostedPart
{
    /// <exception cref="NotApplicableException">Its constructor asks for what only a whole host has.</exception>
    public static object Create(Type type, JsonObject? options)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var constructor = constructors.FirstOrDefault(candidate => candidate.IsDefined(typeof(ImportingConstructorAttribute)))
            ?? constructors.MinBy(candidate => candidate.GetParameters().Length)
            ?? throw new NotApplicableException($"{type.Name} has no constructor.");
        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. constructor.GetParameters().Select(parameter => ArgumentFor(parameter, type, options))], null);
    }

    private static object? ArgumentFor(ParameterInfo parameter, Type part, JsonObject? options)
    {
        var type = parameter.ParameterType;
        if (type == part.GetCustomAttribute<PartAttribute>(inherit: false)?.Options) return Bind(type, options);
        if (type == typeof(TimeProvider)) return TimeProvider.System;
        if (type == typeof(ILoggerFactory)) return NullLoggerFactory.Instance;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>))
            return typeof(NullLogger<>).MakeGenericType(type.GetGenericArguments()).GetField(nameof(NullLogger<object>.Instance))!.GetValue(null);
        return parameter.HasDefaultValue ? parameter.DefaultValue
            : throw new NotApplicableException($"the constructor of {part.Name} asks for '{parameter.Name}', which the kit does not have.");
    }

    private static object Bind(Type type, JsonObject? options)
    {
        var binding = ObjectBinder.Bind(type, options, BindingRules.Strict);
        return binding.Value ?? throw new NotApplicableException($"the part cannot be made as a host makes it; give its options as a pipeline does, in PartOptions. {string.Join(" ", binding.Errors)}");
    }
}
