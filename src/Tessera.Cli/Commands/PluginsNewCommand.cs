using System.CommandLine;
using Tessera.Cli.Output;
using Tessera.Distribution.Authoring;

namespace Tessera.Cli.Commands;

/// <summary>tessera plugins new: a plugin's project from a template.</summary>
internal static class PluginsNewCommand
{
    public static Command Create()
    {
        var kind = new Argument<string>("kind") { Description = "The kind of part that it begins with." }.AcceptOnlyFromAmong("tool", "router", "clusterer", "optimizer", "step");
        var name = new Argument<string>("name") { Description = "The project's name, such as Acme.LineCount." }.NotEmpty();
        var output = new Option<string?>("--output") { Description = "The project's folder. Default: one of the project's name, here.", HelpName = "folder" }.NotEmpty();
        var source = new Option<string?>("--source") { Description = "A feed with the platform's packages, a folder or an address. Default: those of NuGet's settings.", HelpName = "feed" }.NotEmpty();
        var command = new TeachingCommand(
            "new", "Makes the project of a plugin that works, with its test and a pipeline that uses it. Needs the .NET SDK.",
            "tessera plugins new tool Acme.LineCount", "tessera plugins new router Acme.Loudest --source ~/tessera-packages") { kind, name, output, source };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(output) ?? parsed.GetValue(name)!;
            await PluginProject.CreateAsync(parsed.GetValue(kind)!, parsed.GetValue(name)!, folder, parsed.GetValue(source), cancellation).ConfigureAwait(false);
            if (parsed.GetValue(CommonOptions.Json)) WriteJson(folder);
            else Console.WriteLine($"{parsed.GetValue(name)} is in {Path.GetFullPath(folder)}\nTest it there with 'dotnet test', and make a package of it with 'tessera plugins pack'.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static void WriteJson(string folder) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "created");
        writer.WriteString("folder", Path.GetFullPath(folder));
        writer.WriteEndObject();
    });
}
