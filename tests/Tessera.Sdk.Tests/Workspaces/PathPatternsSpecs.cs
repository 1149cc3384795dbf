using Tessera.Sdk.Workspaces;

namespace Tessera.Sdk.Tests.Workspaces;

/// <summary>Patterns of paths, in the syntax of .gitignore.</summary>
public class PathPatternsSpecs
{
    [Theory]
    [InlineData("*.py", "a.py deep/er/b.py .py", "a.pyc a.py/x.txt apy")]
    [InlineData("a?c", "abc deep/a.c", "ac abbc a/c")]
    [InlineData("name", "name deep/name", "names name.txt rename")]
    [InlineData("/name", "name", "deep/name")]
    [InlineData("src/*.py", "src/a.py", "src/deep/a.py deep/src/a.py a.py")]
    [InlineData("src/**", "src/a src/deep/b", "src asrc/a other/src/a")]
    [InlineData("**/name", "name deep/name deep/er/name", "names deep/rename")]
    [InlineData("src/**/name", "src/name src/a/name src/a/b/name", "name src/rename srcname")]
    [InlineData("**", "a a/b .c")]
    [InlineData("***/name", "name deep/er/name", "rename")]
    [InlineData("*", "a .hidden deep/b")]
    [InlineData(".*", ".hidden deep/.env .git", "a.txt visible")]
    [InlineData("a**b", "ab axxb deep/axb", "a/b")]
    [InlineData("{a,b}", "{a,b}", "a b")]
    [InlineData("a.b+(c)$", "a.b+(c)$", "axb+(c)$ a.bb(c)")]
    [InlineData(@"\*x", "*x", "ax xx")]
    [InlineData(@"\!x", "!x", "x")]
    [InlineData(@"\#x", "#x", "x")]
    [InlineData("É*", "Éa", "éa")]
    public void A_pattern_fits_what_it_means(string pattern, string fitting, string others = "") => Check(pattern, fitting, others);

    [Theory]
    [InlineData("[ab].txt", "a.txt deep/b.txt", "c.txt ab.txt")]
    [InlineData("[!ab].txt", "c.txt ].txt", "a.txt b.txt")]
    [InlineData("[^ab].txt", "c.txt", "a.txt b.txt")]
    [InlineData("[a-c]x", "ax bx cx", "dx -x")]
    [InlineData("[]-]x", "]x -x", "ax")]
    [InlineData("[-a]x", "-x ax", "bx")]
    [InlineData("[a^]x", "ax ^x", "bx")]
    [InlineData(@"[\]a]x", "]x ax", @"\x bx")]
    [InlineData(@"[a\-c]x", "ax -x cx", @"bx \x")]
    [InlineData("[a-z-[c]x", "ax zx [x -x", "Ax x")]
    [InlineData("[z-a]x", "zx", "ax mx -x [z-a]x")]
    [InlineData("[!z-a]x", "ax", "zx [z-a]x")]
    [InlineData("[[:digit:]_]x", "0x 9x _x", "ax :x dx")]
    [InlineData("[![:digit:][:upper:]]x", "ax :x", "0x Ax")]
    [InlineData("a[+-9]b", "a+b a0b a.b", "a/b")]
    [InlineData("a[!x]b", "ayb a.b", "a/b axb")]
    [InlineData("deep/a[/]b", "", "deep/a/b")]
    [InlineData("a[.]b", "a.b", "axb")]
    [InlineData("[", "[", "a")]
    [InlineData("a[b", "a[b", "ab")]
    public void A_class_of_characters_fits_one_of_them_and_never_a_slash(string pattern, string fitting, string others) => Check(pattern, fitting, others);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# comment")]
    [InlineData("/")]
    [InlineData("!")]
    [InlineData("\r\n")]
    public void A_line_without_a_pattern_says_nothing(string line)
    {
        new PathPatterns([line]).Decide("comment", isFolder: true).Should().BeNull();
        new PathPatterns(["*", line]).Covers("x", isFolder: false).Should().BeTrue();
    }

    [Theory]
    [InlineData("name  ", "name", true)]
    [InlineData("name\r\n", "name", true)]
    [InlineData(@"name\ ", "name ", true)]
    [InlineData(@"name\  ", "name ", true)]
    [InlineData(@"name\ ", "name", false)]
    public void Spaces_at_the_end_count_only_where_they_are_escaped(string line, string path, bool fits) =>
        (new PathPatterns([line]).Decide(path, isFolder: false) == true).Should().Be(fits);

    [Fact]
    public void A_slash_at_the_end_restricts_a_pattern_to_folders_and_what_is_in_them()
    {
        var patterns = new PathPatterns(["build/"]);
        patterns.Decide("build", isFolder: false).Should().BeNull();
        patterns.Decide("deep/build", isFolder: true).Should().BeTrue();
        patterns.Decide("build/out", isFolder: false).Should().BeNull("its parents are left apart");
        patterns.Covers("build/out", isFolder: false).Should().BeTrue();
        patterns.Covers("build", isFolder: false).Should().BeFalse();
    }

    [Fact]
    public void The_last_fitting_pattern_decides_but_nothing_in_a_matched_folder_is_taken_back()
    {
        var patterns = new PathPatterns(["*.log", "!keep.log", "logs/", "!logs/keep.log"]);
        patterns.Decide("a.log", isFolder: false).Should().BeTrue();
        patterns.Decide("keep.log", isFolder: false).Should().BeFalse();
        patterns.Decide("a.txt", isFolder: false).Should().BeNull();
        patterns.Covers("logs/keep.log", isFolder: false).Should().BeTrue();
        new PathPatterns(["/*", "!/src"]).Covers("src/a.txt", isFolder: false).Should().BeFalse();
    }

    [Fact]
    public void Letters_count_regardless_of_case_where_that_is_asked_for()
    {
        new PathPatterns(["*.PY", "[i]x"]).Decide("a.py", isFolder: false).Should().BeNull();
        using var there = new UnderCulture("tr-TR");
        var patterns = new PathPatterns(["*.INI", "[I]x"], ignoreCase: true);
        patterns.Decide("a.ini", isFolder: false).Should().BeTrue();
        patterns.Decide("ix", isFolder: false).Should().BeTrue();
        patterns.Decide("jx", isFolder: false).Should().BeNull();
    }

    [Fact]
    public void No_pattern_explodes()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        new PathPatterns([string.Concat(Enumerable.Repeat("*a", 60)) + "b"]).Decide(new string('a', 4000), isFolder: false).Should().BeNull();
        new PathPatterns([string.Concat(Enumerable.Repeat("**/", 60)) + "b"]).Decide(string.Concat(Enumerable.Repeat("a/", 2000)) + "c", isFolder: false).Should().BeNull();
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5));
    }

    private static void Check(string pattern, string fitting, string others)
    {
        var patterns = new PathPatterns([pattern]);
        foreach (var path in Paths(fitting)) patterns.Decide(path, isFolder: false).Should().BeTrue($"'{pattern}' fits '{path}'");
        foreach (var path in Paths(others)) patterns.Decide(path, isFolder: false).Should().BeNull($"'{pattern}' does not fit '{path}'");
    }

    private static string[] Paths(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
