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
    public void Options_HaveValidators()
    {
        var names = CompiledType.All.Select(type => type.Name).ToHashSet();
        var options = names.Where(name => name.EndsWith("Options", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(options);
        Assert.Empty(options.Where(name => !names.Contains(name + "Validator")));
    }
}
