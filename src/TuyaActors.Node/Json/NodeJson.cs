using System.Text.Json;
using System.Text.Json.Serialization;
using TuyaActors.Messages;
using TuyaActors.Node.Configuration;
using TuyaActors.Node.Running;
using TuyaActors.Protocol;

namespace TuyaActors.Node.Json;

/// <summary>The shapes of all JSON that leaves the program; <see cref="JsonText"/> writes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(DpSetJsonConverter),
        typeof(DpValueJsonConverter),
        typeof(DeviceFaultsJsonConverter),
        typeof(CamelCaseEnumConverter<DeviceState>),
        typeof(CamelCaseEnumConverter<DiagnosisKind>),
        typeof(CamelCaseEnumConverter<OutcomeKind>),
        typeof(CamelCaseEnumConverter<ReportCause>),
        typeof(CamelCaseEnumConverter<Urgency>),
        typeof(CamelCaseEnumConverter<FrameDirection>),
        typeof(CamelCaseEnumConverter<OriginSource>),
    ])]
[JsonSerializable(typeof(DevicesJson))]
[JsonSerializable(typeof(DeviceJson))]
[JsonSerializable(typeof(DeviceDetailsJson))]
[JsonSerializable(typeof(FramesJson))]
[JsonSerializable(typeof(FleetJson))]
[JsonSerializable(typeof(WordsJson))]
[JsonSerializable(typeof(SightingsJson))]
[JsonSerializable(typeof(HeardJson))]
[JsonSerializable(typeof(UnknownSubDeviceJson))]
[JsonSerializable(typeof(ClusterJson))]
[JsonSerializable(typeof(OutcomeJson))]
[JsonSerializable(typeof(OutcomesJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(EventJson))]
[JsonSerializable(typeof(SightingJson))]
[JsonSerializable(typeof(PictureJson))]
[JsonSerializable(typeof(ChangesJson))]
[JsonSerializable(typeof(ReadyJson))]
[JsonSerializable(typeof(LaggedJson))]
[JsonSerializable(typeof(HealthJson))]
[JsonSerializable(typeof(ProblemJson))]
[JsonSerializable(typeof(DoneJson))]
[JsonSerializable(typeof(DatabaseInfoJson))]
[JsonSerializable(typeof(DatabaseFindingsJson))]
[JsonSerializable(typeof(VacuumJson))]
[JsonSerializable(typeof(DpSet))]
[JsonSerializable(typeof(DefinitionJson))]
[JsonSerializable(typeof(DefinitionsJson))]
[JsonSerializable(typeof(ImportJson))]
[JsonSerializable(typeof(SimulationJson))]
[JsonSerializable(typeof(SimulatedDeviceJson))]
[JsonSerializable(typeof(SessionJson))]
[JsonSerializable(typeof(ConfigJson))]
internal sealed partial class NodeJson : JsonSerializerContext;

/// <summary>Enumerations as words that begin with a small letter: <c>keyRejected</c>.</summary>
internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
