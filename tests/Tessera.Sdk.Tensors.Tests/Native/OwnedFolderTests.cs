using System.Diagnostics;
using System.Runtime.Versioning;
using Tessera.Sdk.Tensors.Native;

namespace Tessera.Sdk.Tensors.Tests.Native;

[SupportedOSPlatform("linux")]
public sealed class OwnedFolderTests : IDisposable
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [LinuxFact]
    public void A_new_folder_is_closed_to_all_other_users()
    {
        var folder = OwnedFolder.Create(root.Path, "tessera", "libtorch");
        folder.Should().Be(Path.Combine(root.Path, "tessera", "libtorch"));
        File.GetUnixFileMode(folder!).Should().Be(UserOnly);
        File.GetUnixFileMode(Path.GetDirectoryName(folder)!).Should().Be(UserOnly);
    }

    [LinuxFact]
    public void A_shared_temporary_folder_will_do_because_nobody_can_exchange_ours_there()
    {
        File.SetUnixFileMode(root.Path, Everybody | UnixFileMode.StickyBit);
        OwnedFolder.Create(root.Path, "tessera").Should().NotBeNull();
    }

    [LinuxFact]
    public void A_folder_that_others_can_write_is_refused()
    {
        File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(root.Path, "tessera")).FullName, Everybody);
        OwnedFolder.Create(root.Path, "tessera", "libtorch").Should().BeNull();
    }

    [LinuxFact]
    public void A_link_that_stands_where_our_folder_should_be_is_refused()
    {
        using var elsewhere = new TemporaryFolder();
        Directory.CreateSymbolicLink(Path.Combine(root.Path, "tessera"), elsewhere.Path);
        OwnedFolder.Create(root.Path, "tessera", "libtorch").Should().BeNull();
    }

    [LinuxFact]
    public async Task A_folder_that_another_user_has_prepared_is_refused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a folder to another user.");
        var prepared = Directory.CreateDirectory(Path.Combine(root.Path, "tessera"), UserOnly).FullName;
        using var giveAway = Process.Start("chown", ["65534", prepared]);
        await giveAway.WaitForExitAsync();

        OwnedFolder.Create(root.Path, "tessera", "libtorch").Should().BeNull();
    }
}
