using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net;
using Tessera.Sdk.Terminals;
using Tessera.Tools.Pdb.Protocol;
using Tessera.Tools.Python;

namespace Tessera.Tools.Pdb.Tests;

/// <summary>Where there are no Unix sockets, the driver proves itself at a port.</summary>
public sealed class PortChannelSpecs
{
    [Fact]
    public async Task The_driver_sends_its_token_first_and_keeps_both_from_the_program()
    {
        await using var debugging = new Debugging(Python.Usual, "import os\nx = [name for name in os.environ if name.startswith('TESSERA_CHANNEL')]\ny = 1\n");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var start = new ProcessStartInfo("python3", ["-c", DriverSources.Bootstrap]) { WorkingDirectory = debugging.At("."), RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[TerminalCommand.ChannelVariable] = $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}";
        start.Environment[TerminalCommand.ChannelTokenVariable] = "0123456789";
        using var process = Process.Start(start)!;
        using var connection = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var token = new byte[11];
        await connection.GetStream().ReadExactlyAsync(token);
        token.Should().Equal("0123456789\n"u8.ToArray());

        var channel = new DriverChannel(connection.GetStream());
        await channel.StartAsync(new DriverCode(), new DriverStart("script", "main.py", [], null, [], new Dictionary<string, string>(), [], 1000), default);
        (await channel.ReceiveAsync(default))!.Stop.Line.Should().Be(1);
        await channel.SendAsync(new DriverRequest(1, "until 3", null, false), default);
        (await channel.ReceiveAsync(default))!.Stop.Line.Should().Be(3);
        await channel.SendAsync(new DriverRequest(2, "p x", null, false), default);
        (await channel.ReceiveAsync(default))!.Output.Trim().Should().Be("[]");
        connection.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        process.ExitCode.Should().Be(1, "without its host a program does not go on");
    }
}
