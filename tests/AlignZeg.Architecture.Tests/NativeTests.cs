using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AlignZeg.Model.Natives;
using Xunit;

namespace AlignZeg.Architecture.Tests;

public sealed class NativeTests
{
    private static readonly string Library = Path.Combine(Repository.CliOutput, "libLibTorchSharp.so");

    [Fact]
    public void TorchSharp_IsRelaxed()
    {
        LinuxOnly();
        var elf = File.ReadAllBytes(Library);
        Assert.False(GlibcxxRequirement.Relax(elf)); // nothing strong is left to relax
        Assert.Equal(File.ReadAllBytes(Library), elf);
    }

    [Fact]
    public void Relax_ChangesTheOriginalOnce()
    {
        LinuxOnly();
        var original = Unrelaxed();
        var first = (byte[])original.Clone();
        Assert.True(GlibcxxRequirement.Relax(first));
        Assert.Equal(File.ReadAllBytes(Library), first);
        Assert.False(GlibcxxRequirement.Relax(first));
        Assert.True(original.Zip(first).Count(pair => pair.First != pair.Second) <= 8); // st_name, version index, one flag
    }

    [Fact]
    public void Relax_RefusesALibraryThatNeedsYetNewerVersions()
    {
        LinuxOnly();
        var elf = Unrelaxed();
        Replace(elf, "GLIBCXX_3.4.32", "GLIBCXX_3.4.33");
        Assert.Contains("GLIBCXX_3.4.33", Assert.Throws<InvalidDataException>(() => GlibcxxRequirement.Relax(elf)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Relax_RefusesALibraryThatNeedsAnotherSymbol()
    {
        LinuxOnly();
        var elf = Unrelaxed();
        Replace(elf, GlibcxxRequirement.Symbol, GlibcxxRequirement.Symbol.Replace("initv", "initx", StringComparison.Ordinal));
        Assert.Contains("initx", Assert.Throws<InvalidDataException>(() => GlibcxxRequirement.Relax(elf)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a library at all, but a text that is longer than sixty-four bytes")]
    public void Relax_RefusesWhatIsNoLibrary(string text) =>
        Assert.Throws<InvalidDataException>(() => GlibcxxRequirement.Relax(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Natives_AreCopiedOnceAndFlat()
    {
        LinuxOnly();
        var natives = Directory.EnumerateFiles(Repository.CliOutput, "*.so*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.CliOutput, path)).ToList();
        Assert.Contains("libtorch_cpu.so", natives);
        Assert.Contains("libLibTorchSharp.so", natives);
        Assert.Empty(natives.Where(path => path.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("cpu", "TorchSharp-cpu", "TorchSharp-cuda-linux")]
    [InlineData("cuda", "TorchSharp-cuda-linux", "TorchSharp-cpu")]
    public async Task TorchBackend_SwapsTheNativePackage(string backend, string present, string absent)
    {
        var packages = await EvaluatePackagesAsync(backend, TestContext.Current.CancellationToken);
        Assert.Contains("TorchSharp", packages);
        Assert.Contains(present, packages);
        Assert.DoesNotContain(absent, packages);
    }

    private static void LinuxOnly() => Assert.SkipUnless(OperatingSystem.IsLinux(), "The natives are relaxed on Linux only.");

    private static byte[] Unrelaxed() => TorchSharpPackage.Read("runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    private static void Replace(byte[] elf, string text, string by)
    {
        int at = elf.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text + '\0'));
        Assert.True(at > 0, $"the library does not hold '{text}'");
        Encoding.ASCII.GetBytes(by).CopyTo(elf, at);
    }

    private static async Task<List<string>> EvaluatePackagesAsync(string backend, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "src/AlignZeg.Model/AlignZeg.Model.csproj", "-getItem:PackageReference", $"-p:TorchBackend={backend}"])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var json = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        using var items = JsonDocument.Parse(json);
        return [.. items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }
}
