using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace Tessera.Hosting.Tests.Forging;

/// <summary>An assembly as another build would have left it, written without being loaded.</summary>
internal sealed class ForgedAssembly
{
    private readonly PersistedAssemblyBuilder _assembly;
    private readonly ModuleBuilder _module;
    private readonly Lazy<byte[]> _image;

    public ForgedAssembly(string name, string version)
    {
        _assembly = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = new Version(version) }, typeof(object).Assembly);
        _module = _assembly.DefineDynamicModule(name);
        _image = new(Write);
    }

    /// <summary>Adds an interface with one method for each name, all taking two texts.</summary>
    public void AddInterface(string name, params string[] methods)
    {
        var type = _module.DefineType(name, TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        foreach (var method in methods)
            type.DefineMethod(method, MethodAttributes.Public | MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot, typeof(double), [typeof(string), typeof(string)]);
        type.CreateType();
    }

    /// <summary>Adds a static class with one method for each name, all without arguments.</summary>
    public void AddFunctions(string name, params string[] methods)
    {
        var type = _module.DefineType(name, TypeAttributes.Public | TypeAttributes.Class);
        foreach (var method in methods) WriteZero(type.DefineMethod(method, MethodAttributes.Public | MethodAttributes.Static, typeof(double), []).GetILGenerator());
        type.CreateType();
    }

    /// <summary>Adds a class that implements a contract with the methods given, each of which calls what is given.</summary>
    public void AddPart(string name, Type contract, CustomAttributeBuilder export, IReadOnlyList<string> methods, MethodInfo? calls = null)
    {
        var type = _module.DefineType(name, TypeAttributes.Public | TypeAttributes.Class, typeof(object), [contract]);
        type.SetCustomAttribute(export);
        foreach (var method in methods)
        {
            var code = type.DefineMethod(method, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot, typeof(double), [typeof(string), typeof(string)]).GetILGenerator();
            if (calls is null) WriteZero(code);
            else
            {
                code.Emit(OpCodes.Call, calls);
                code.Emit(OpCodes.Ret);
            }
        }

        type.CreateType();
    }

    /// <summary>Adds a class that declares a contract and has its method, which takes two of a type, from a generic class of the same assembly.</summary>
    public void AddPartOfGeneric(string name, Type contract, CustomAttributeBuilder export, string method, Type argument)
    {
        var generic = _module.DefineType("Acme.Scored`1", TypeAttributes.Public | TypeAttributes.Class);
        var parameter = generic.DefineGenericParameters("T")[0];
        var baseConstructor = generic.DefineDefaultConstructor(MethodAttributes.Public);
        WriteZero(generic.DefineMethod(method, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot, typeof(double), [parameter, parameter]).GetILGenerator());
        generic.CreateType();
        var parent = generic.MakeGenericType(argument);
        var type = _module.DefineType(name, TypeAttributes.Public | TypeAttributes.Class, parent, [contract]);
        type.SetCustomAttribute(export);
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, TypeBuilder.GetConstructor(parent, baseConstructor));
        code.Emit(OpCodes.Ret);
        type.CreateType();
    }

    public void Save(string folder) => File.WriteAllBytes(Path.Combine(folder, _assembly.GetName().Name + ".dll"), _image.Value);

    /// <summary>The assembly's types, for other forged assemblies to refer to; loaded apart from everything else.</summary>
    public Assembly Load() => new AssemblyLoadContext("forged", isCollectible: true).LoadFromStream(new MemoryStream(_image.Value));

    private byte[] Write()
    {
        using var image = new MemoryStream();
        _assembly.Save(image);
        return image.ToArray();
    }

    private static void WriteZero(ILGenerator code)
    {
        code.Emit(OpCodes.Ldc_R8, 0.0);
        code.Emit(OpCodes.Ret);
    }
}
