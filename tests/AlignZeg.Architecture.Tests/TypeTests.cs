using Xunit;

namespace AlignZeg.Architecture.Tests;

public sealed class TypeTests
{
    [Fact]
    public void Grains_AreInternalAndSealed()
    {
        var grains = CompiledType.All.Where(type => type.BaseName is "Grain" or "Grain`1").ToList();
        Assert.NotEmpty(grains);
        Assert.Empty(grains.Where(grain => grain.IsPublic || !grain.IsSealed || !grain.Name.EndsWith("Grain", StringComparison.Ordinal)).Select(grain => grain.Name));
    }

    [Fact]
    public void Options_AreChecked() // by a validator when the host starts, or, where there is no host, by a method of their own
    {
        var names = CompiledType.All.Select(type => type.Name).ToHashSet();
        var options = CompiledType.All.Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.IsStatic).ToList();
        Assert.NotEmpty(options);
        Assert.Empty(options.Where(type => !names.Contains(type.Name + "Validator") && !type.Methods.Contains("Validate")).Select(type => type.Name));
    }
}
