using System.Collections.Immutable;
using TuyaActors.Messages;

namespace TuyaActors.Interop;

/// <summary>What a devices file held.</summary>
/// <param name="Devices">The devices that can be used.</param>
/// <param name="Problems">What cannot, each a sentence with file, line and field; never a key.</param>
public sealed record DevicesFileResult(ImmutableArray<DeviceDefinition> Devices, ImmutableArray<string> Problems);
